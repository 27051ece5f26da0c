"""The options that `events`, `panel` and `export` share: which events are asked for."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

DEFAULT_DB = "dragoman.db"
Db = Annotated[
    str,
    typer.Option(
        "--db", metavar="URL", help="A file, or postgresql://user@host/name.", envvar="DRAGOMAN_DB"
    ),
]
Names = list[str] | None


def _names(flag: str, help: str) -> Any:
    return Annotated[Names, typer.Option(flag, help=help, show_default=False)]


# Name of the filter -> the option that asks for it.
OPTIONS: dict[str, Any] = {
    "actor": _names("--actor", "Party that does it (PRK, IGO:UN)."),
    "recipient": _names("--recipient", "Party that it is done to."),
    "party": _names("--party", "Party on either side."),
    "sector": _names("--sector", "Sector on either side (GOV, MIL)."),
    "says": _names("--says", "Party that vouches for it."),
    "denies": _names("--denies", "Party that denies it."),
    "type": _names("--type", "Event type (ASSAULT)."),
    "mode": _names("--mode", "Mode of the type."),
    "quad": _names("--quad", "Verbal or material cooperation or conflict."),
    "status": _names("--status", "reported, attributed, alleged, contested or denied."),
    "context": _names("--context", "Context of the event."),
    "place": _names("--place", "Country code or name of a place."),
    "publisher": _names("--publisher", "Publisher of the article."),
    "publisher_country": _names("--publisher-country", "Country of the publisher, or unknown."),
    "publisher_kind": _names("--publisher-kind", "state, party, agency, independent or unknown."),
    "incident": _names("--incident", "Id of an incident."),
    "document": _names("--document", "Id of the article."),
    "text": Annotated[
        str | None, typer.Option("--text", help="Words in the article, all of them.")
    ],
    "since": Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Happened on or after.")
    ],
    "until": Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Happened on or before.")
    ],
    "published_since": Annotated[
        str | None, typer.Option("--published-since", metavar="DAY", help="Published on or after.")
    ],
    "published_until": Annotated[
        str | None, typer.Option("--published-until", metavar="DAY", help="Published on or before.")
    ],
    "confidence": Annotated[
        float | None, typer.Option("--confidence", min=0, max=1, help="At least this sure.")
    ],
}


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options above; it receives those that were given as `filters`."""

    @functools.wraps(command)
    def with_filters(**options: Any) -> None:
        filters = {name: options.pop(name) for name in OPTIONS if name in options}
        command(filters={n: v for n, v in filters.items() if v not in (None, [])}, **options)

    own = [
        p
        for p in inspect.signature(command, eval_str=True).parameters.values()
        if p.name != "filters"
    ]
    positional = [p for p in own if p.default is inspect.Parameter.empty]
    optional = [p for p in own if p.default is not inspect.Parameter.empty]
    keyword = inspect.Parameter.KEYWORD_ONLY
    shared = [
        inspect.Parameter(name, keyword, default=None, annotation=kind)
        for name, kind in OPTIONS.items()
    ]
    parameters = [p.replace(kind=keyword) for p in (*positional, *optional)] + shared
    with_filters.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_filters.__annotations__ = {p.name: p.annotation for p in parameters}
    return with_filters
