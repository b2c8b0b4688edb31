"""The dispatch proposal: who should send what to whom, and how every county stands."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

DDL = Path(__file__).parents[1] / "ddl"


def upgrade() -> None:
    _run("up")


def downgrade() -> None:
    _run("down")


def _run(direction: str) -> None:
    text = (DDL / f"dispatch_{direction}_{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in text.split("\n\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
