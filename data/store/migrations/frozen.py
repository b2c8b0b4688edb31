"""A step's plain DDL, frozen in a file a database: today's table declarations must not rewrite yesterday's step."""

from pathlib import Path

from alembic import op

DDL = Path(__file__).with_name("ddl")


def run(name: str, direction: str) -> None:
    """Execute ``ddl/<name>_<up|down>_<database>.sql``, statement by statement (a blank line parts them)."""
    text = (DDL / f"{name}_{direction}_{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in text.split("\n\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
