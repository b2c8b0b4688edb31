"""Cases with their alerts, events and evidence, the outbox, and the two steps more an alert may stand at."""

from data.store.migrations.frozen import run

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("cases", "up")


def downgrade() -> None:
    run("cases", "down")
