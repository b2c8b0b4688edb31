"""Outlooks: what the daily run says of the months to come."""

from data.store.migrations.frozen import run

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(revision, "up")


def downgrade() -> None:
    run(revision, "down")
