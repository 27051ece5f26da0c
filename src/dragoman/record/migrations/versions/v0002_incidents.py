"""Incidents, and why country or kind of a publisher is not known.

Events that are there get their subjects and incidents the next time that articles are added or
incidents are asked for.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("publisher_reason", sa.Text))
    for name in ("subject", "incident"):
        op.add_column("events", sa.Column(name, sa.Text))
        op.create_index(f"events_{name}", "events", [name])
    op.create_table("stale", sa.Column("subject", sa.Text, primary_key=True))
