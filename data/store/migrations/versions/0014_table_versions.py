"""How far each table has come."""

from data.store.migrations.frozen import run

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("table_versions", "up")


def downgrade() -> None:
    run("table_versions", "down")
