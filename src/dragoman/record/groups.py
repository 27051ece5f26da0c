"""Near-duplicates in the record: articles that are copies of one another get one voice.

The voice is the least id of the group. It does not depend on the order in which articles came: an
article whose voice is not known yet is compared with all candidates, and groups that meet are one.
"""

from __future__ import annotations

from functools import lru_cache

import sqlalchemy as sa

from dragoman.record.copies import are_copies, runs
from dragoman.record.database import Database
from dragoman.record.schema import ARTICLES, BANDS

_LOT = 200


def group(database: Database) -> None:
    """Give every article its voice. Safe to repeat; broken off, it goes on next time."""
    while _group_some(database):
        pass


def _group_some(database: Database) -> int:
    with database.write(alone=True) as connection:
        query = sa.select(ARTICLES.c.id, ARTICLES.c.text).where(ARTICLES.c.voice.is_(None))
        found = connection.execute(query.order_by(ARTICLES.c.id).limit(_LOT)).all()
        texts = _Texts(connection)
        for id, text in found:
            _place(connection, texts, str(id), str(text))
    return len(found)


class _Texts:
    """Runs of words of the articles that are compared, each read once a lot."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.runs = lru_cache(maxsize=_LOT)(self._runs)

    def _runs(self, id: str) -> frozenset[int]:
        query = sa.select(ARTICLES.c.text).where(ARTICLES.c.id == id)
        return runs(str(self._connection.execute(query).scalar_one()))


def _place(connection: sa.Connection, texts: _Texts, id: str, text: str) -> None:
    own = runs(text)
    copies = [other for other in _candidates(connection, id) if are_copies(own, texts.runs(other))]
    voices = {id}
    if copies:
        query = sa.select(ARTICLES.c.id, ARTICLES.c.voice).where(ARTICLES.c.id.in_(copies))
        voices |= {str(voice or other) for other, voice in connection.execute(query)}
    voice = min(voices)
    connection.execute(
        ARTICLES.update()
        .where(sa.or_(ARTICLES.c.id == id, ARTICLES.c.voice.in_(sorted(voices))))
        .values(voice=voice)
    )


def _candidates(connection: sa.Connection, id: str) -> list[str]:
    mine, theirs = BANDS.alias(), BANDS.alias()
    query = (
        sa.select(theirs.c.article)
        .join(mine, sa.and_(mine.c.band == theirs.c.band, mine.c.hash == theirs.c.hash))
        .where(mine.c.article == id, theirs.c.article != id)
        .distinct()
    )
    return sorted(str(other) for other in connection.execute(query).scalars())
