"""Reports of abnormal fluctuations of prices and supply."""

from data.store.migrations.frozen import run

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("price_reports", "up")


def downgrade() -> None:
    run("price_reports", "down")
