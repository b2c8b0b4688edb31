"""What is reported on the plan's measures."""

from data.store.migrations.frozen import run

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("measures", "up")


def downgrade() -> None:
    run("measures", "down")
