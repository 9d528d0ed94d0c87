"""Alembic's way in: the connection is handed over by `core.storage.schema.upgrade`, which commits."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
context.run_migrations()
