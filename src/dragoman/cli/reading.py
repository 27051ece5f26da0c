"""What `read` and `claims` share: from sources on the command line to readings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dragoman.cli.console import settings_from

if TYPE_CHECKING:
    from dragoman.records import Article, Reading


def read_sources(
    sources: Sequence[str],
    *,
    published: str | None,
    title: str | None = None,
    changed: Sequence[str] | None,
) -> Iterator[Reading]:
    """Readings in the order of the sources. `changed` are settings as `name=value`."""
    import msgspec

    from dragoman.ingest.sources import articles
    from dragoman.reader import read_many

    settings = settings_from(changed or ())

    def titled() -> Iterator[Article]:
        for article in articles(sources, settings=settings):
            missing = title and not article.title
            yield msgspec.structs.replace(article, title=title) if missing else article

    yield from read_many(titled(), published=published, settings=settings)
