"""A case keeps its first deadline beside a later one that was granted, what is asked for, and the reviewer's clock."""

from data.store.migrations.frozen import run

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("deadlines", "up")


def downgrade() -> None:
    run("deadlines", "down")
