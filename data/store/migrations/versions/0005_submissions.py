"""Submissions and their approval, duties of accounts, the API's tokens. What came in before counts as issued."""

from data.store.migrations.frozen import run

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("submissions", "up")


def downgrade() -> None:
    run("submissions", "down")
