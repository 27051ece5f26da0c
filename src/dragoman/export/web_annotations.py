"""W3C Web Annotations: the words that an event rests on, as quote and position selectors."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.export.coded import Coded
from dragoman.records import Span

CONTEXT_CHARS = 32


def rows(coded: Coded) -> Iterator[dict[str, object]]:
    """One annotation an event; its targets are the trigger and the words of each field."""
    event = coded.event
    yield {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:dragoman:{event.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": value}
            for value in (event.type, *event.modes, *event.auxiliary, event.status)
        ],
        "target": [_target(coded, field, span) for field, span in _fields(coded)],
    }


def _fields(coded: Coded) -> Iterator[tuple[str, Span]]:
    event = coded.event
    yield "trigger", event.trigger.span
    sides = {
        "actor": event.actors,
        "recipient": event.recipients,
        "asserted by": event.asserted_by,
        "denied by": event.denied_by,
    }
    for name, mentions in sides.items():
        yield from ((name, span) for span in dict.fromkeys(m.span for m in mentions))
    if event.date:
        yield "date", event.date.span
    if event.place:
        yield "place", event.place.span
    for name in ("dead", "injured", "arrested", "size"):
        figure = getattr(event.magnitude, name)
        if figure:
            yield name, figure.span


def _target(coded: Coded, field: str, span: Span) -> dict[str, object]:
    document = coded.reading.document
    text, (start, end) = document.text, span
    return {
        "source": document.url or f"urn:dragoman:document:{document.id}",
        "label": field,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - CONTEXT_CHARS) : start],
                "suffix": text[end : end + CONTEXT_CHARS],
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
    }
