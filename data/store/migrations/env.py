"""What alembic runs: the steps, on the connection migrate.py opened, one transaction each."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transaction_per_migration=True,
    transactional_ddl=True,  # alembic thinks SQLite cannot; we say BEGIN ourselves, so it can
)
with context.begin_transaction():
    context.run_migrations()
