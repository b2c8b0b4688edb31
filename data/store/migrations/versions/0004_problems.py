"""Problems and needs of entities, with every step taken."""

from data.store.migrations.frozen import run

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("problems", "up")


def downgrade() -> None:
    run("problems", "down")
