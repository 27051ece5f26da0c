"""Readings in a database: schema, migrations, writing, questions. The only room that knows SQL."""
