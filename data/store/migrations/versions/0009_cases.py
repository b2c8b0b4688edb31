"""Cases with their alerts, events and evidence, the outbox, and the two steps more an alert may stand at."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DDL = Path(__file__).parents[1] / "ddl"


def upgrade() -> None:
    _run("up")


def downgrade() -> None:
    _run("down")


def _run(direction: str) -> None:
    # Plain DDL, frozen: today's table declarations must not rewrite yesterday's step.
    text = (DDL / f"cases_{direction}_{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in text.split("\n\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
