"""A case that moves up keeps the deadline the level below let pass beside the one of its own level."""

from data.store.migrations.frozen import run

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("missed_due", "up")


def downgrade() -> None:
    run("missed_due", "down")
