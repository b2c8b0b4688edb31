"""Answers to questions that hold until a day."""

from data.store.migrations.frozen import run

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("lasting_answers", "up")


def downgrade() -> None:
    run("lasting_answers", "down")
