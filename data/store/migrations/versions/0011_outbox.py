"""Why the last try of a message failed."""

from data.store.migrations.frozen import run

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("outbox", "up")


def downgrade() -> None:
    run("outbox", "down")
