"""A county may lack so little that no load is worth sending: one state more in the dispatch balance."""

from data.store.migrations.frozen import run

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("small_lacks", "up")


def downgrade() -> None:
    run("small_lacks", "down")
