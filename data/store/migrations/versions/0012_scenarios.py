"""Scenario cards, what they say, and how they did."""

from data.store.migrations.frozen import run

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("scenarios", "up")


def downgrade() -> None:
    run("scenarios", "down")
