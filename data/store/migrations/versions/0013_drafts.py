"""Drafts of web forms."""

from data.store.migrations.frozen import run

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run("drafts", "up")


def downgrade() -> None:
    run("drafts", "down")
