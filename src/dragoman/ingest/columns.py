"""Which column or field holds what: `{"text": "body"}`, else the usual names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

import msgspec

from dragoman.errors import InputError
from dragoman.intake import day
from dragoman.records import Article

# Names that people give to the fields of an article, the likeliest first.
USUAL: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "maintext", "article", "full_text", "event_text", "story"),
    "id": ("id", "uuid", "guid", "article_id", "doc_id", "document_id", "story_id"),
    "title": ("title", "headline", "headlines"),
    "url": ("url", "link", "source_url", "web_url", "sourceurl"),
    "publisher": ("publisher", "source", "outlet", "source_name", "site", "source_domain"),
    "publisher_country": ("publisher_country",),
    "publisher_kind": ("publisher_kind",),
    "author": ("author", "authors", "byline"),
    "published": ("published", "date", "pub_date", "publication_date", "date_publish", "datetime"),
    "language": ("language", "lang"),
}


def mapping_of(pairs: Iterable[str]) -> dict[str, str]:
    """`["text=body", "published=date"]` as a mapping. Raises `InputError` D306."""
    found: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or field not in USUAL:
            close = difflib.get_close_matches(field, USUAL, 1)
            hint = f" Closest: {close[0]}." if close else ""
            raise InputError(
                "D306",
                f"--column {pair!r} is not of the form FIELD=COLUMN with a field of "
                f"{', '.join(USUAL)}.{hint}",
            )
        found[field] = column
    return found


def choose(names: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """Field -> column for a table with these columns.

    Raises `InputError` D306 where a column that was asked for, or one for the text, is missing.
    """
    there = list(names)
    lower = {name.strip().lower(): name for name in reversed(there)}
    chosen: dict[str, str] = {}
    for field, usual in USUAL.items():
        if field in given:
            if given[field] not in there:
                raise InputError("D306", _missing(given[field], there))
            chosen[field] = given[field]
            continue
        found = next((lower[name] for name in usual if name in lower), None)
        if found is not None:
            chosen[field] = found
    if "text" not in chosen:
        raise InputError("D306", _missing("text", there) + " Name it with --column text=COLUMN.")
    return chosen


def _missing(column: str, there: list[str]) -> str:
    return f"There is no column {column!r}. Columns: {', '.join(there) or 'none'}."


def article_from(values: Mapping[str, object], chosen: Mapping[str, str]) -> Article:
    """One row as an article. Raises `InputError` D104 for values that no article has."""
    fields: dict[str, object] = {}
    for field, column in chosen.items():
        value = values.get(column)
        if isinstance(value, (list, tuple)):
            value = ", ".join(str(part) for part in value)
        text = "" if value is None else str(value)
        if text.strip():
            fields[field] = text if field == "text" else text.strip()
    if "published" in fields:
        fields["published"] = _day(values[chosen["published"]])
        fields["published_from"] = "given"
    try:
        return msgspec.convert({"text": "", **fields}, Article)
    except msgspec.ValidationError as error:
        raise InputError("D104", f"This is not an article: {error}.") from error


def _day(value: object) -> str | None:
    """A day also from `20231101`; other words are kept, to be refused with the article."""
    try:
        return day(value)
    except InputError:
        return str(value)
