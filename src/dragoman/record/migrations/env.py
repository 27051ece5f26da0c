"""Run by Alembic: applies the steps on the connection that `record.database` hands over."""

from __future__ import annotations

from alembic import context

from dragoman.record.schema import METADATA

# SQLite cannot alter most of a table: in batch mode Alembic makes a new one and copies.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
