"""The beginning: every table, the append-only triggers, and the data's version."""

from data.store.migrations.frozen import run

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("0001", "up")


def downgrade() -> None:
    run("0001", "down")
