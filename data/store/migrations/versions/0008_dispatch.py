"""The dispatch proposal: who should send what to whom, and how every county stands."""

from data.store.migrations.frozen import run

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("dispatch", "up")


def downgrade() -> None:
    run("dispatch", "down")
