"""Liaison officers, visits, contingency plans, drills, and plans that were opened."""

from data.store.migrations.frozen import run

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("liaison", "up")


def downgrade() -> None:
    run("liaison", "down")
