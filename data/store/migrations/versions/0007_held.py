"""Files held with open questions, and the answers stored with their values."""

from data.store.migrations.frozen import run

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("held", "up")


def downgrade() -> None:
    run("held", "down")
