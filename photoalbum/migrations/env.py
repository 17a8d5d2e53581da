"""How Alembic reaches our database: one connection, one transaction for all steps."""

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]
db = migrate.db


def run_migrations_online() -> None:
    options = {**migrate.configure_args, "target_metadata": db.metadata}
    with db.engine.connect() as connection:
        # All steps in one transaction, on SQLite too: a kill midway leaves the old schema whole.
        context.configure(connection=connection, transactional_ddl=True, **options)
        with context.begin_transaction():
            context.run_migrations()


run_migrations_online()
