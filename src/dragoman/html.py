"""A reading as a page: the article with its events, and the words that each of them rests on.

Self-contained and without a script, so that it works offline, in a notebook and under any content
policy. Every word that comes from outside passes through `_text`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

from dragoman.records import Event, Mention, Reading, Span
from dragoman.wording import Wording, kind, title, when, where

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WEB = re.compile(r"https?://", re.I)
_LEGEND = (
    ("trigger", "event"),
    ("actor", "who"),
    ("recipient", "to whom"),
    ("when", "when, where, how many"),
    ("source", "whose word"),
    ("cue", "how it is said"),
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class _Layer:
    """Some words that say something: which, as what, of which event (its number, or none)."""

    span: Span
    role: str
    event: int | None


def fragment(reading: Reading) -> str:
    """One reading as HTML with its own style, for a notebook or a page of your own."""
    return f"<style>{_style()}</style>\n{_article(reading, 1)}"


def page(readings: Sequence[Reading]) -> str:
    """Readings as one HTML document."""
    name = title(readings[0]) if len(readings) == 1 else f"{len(readings)} articles"
    articles = "\n".join(_article(reading, n) for n, reading in enumerate(readings, 1))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(name)} - Dragoman</title>\n<style>{_style()}</style>\n</head>\n"
        f'<body class="dragoman-page">\n{articles}\n</body>\n</html>\n'
    )


def _style() -> str:
    return files("dragoman").joinpath("html.css").read_text(encoding="utf-8").strip()


def _text(words: str) -> str:
    """Words from outside, safe in text and in quoted attributes."""
    return html.escape(_UNSEEN.sub("\ufffd", words), quote=True)


def _article(reading: Reading, number: int) -> str:
    parts = [
        f'<article class="dragoman" id="d{number}">',
        _header(reading),
        *(_notice(n.code, n.message) for n in reading.warnings),
    ]
    if reading.error is not None:
        parts.append(_notice(reading.error.code, reading.error.message))
    if reading.events or reading.attributions:
        parts.append(_legend())
    parts += [
        '<div class="dg-columns">',
        f'<div class="dg-text" dir="auto">{_marked(reading, number)}</div>',
        f'<ol class="dg-events">{_cards(reading, number)}</ol>',
        "</div>",
        "</article>",
    ]
    return "\n".join(parts)


def _header(reading: Reading) -> str:
    document = reading.document
    known = [part for part in (document.publisher, document.author, document.published) if part]
    facts = " · ".join(_text(part) for part in known)
    if document.url:
        address = _text(document.url)
        web = _WEB.match(document.url)
        link = f'<a href="{address}" rel="noreferrer">{address}</a>' if web else address
        facts = f"{facts} · {link}" if facts else link
    return f'<header><h2>{_text(title(reading))}</h2><p class="dg-facts">{facts}</p></header>'


def _legend() -> str:
    """What the marks in the text mean, each shown as it looks there."""
    marks = "".join(f'<span class="dg-{role}">{words}</span> ' for role, words in _LEGEND)
    return f'<p class="dg-legend">{marks}</p>'


def _notice(code: str, message: str) -> str:
    return f'<p class="dg-notice">[{_text(code)}] {_text(message)}</p>'


def _layers(reading: Reading) -> Iterator[_Layer]:
    """All the words that the events rest on, and those of the attributions."""
    for attribution in reading.attributions:
        if attribution.source is not None:
            yield _Layer(attribution.source.span, "source", None)
        if attribution.cue is not None:
            yield _Layer(attribution.cue.span, "cue", None)
    for number, event in enumerate(reading.events, 1):
        yield _Layer(event.trigger.span, "trigger", number)
        for role, mentions in (("actor", event.actors), ("recipient", event.recipients)):
            yield from (_Layer(mention.span, role, number) for mention in mentions)
        if event.date is not None:
            yield _Layer(event.date.span, "when", number)
        if event.place is not None:
            yield _Layer(event.place.span, "where", number)
        for name in ("dead", "injured", "arrested", "size"):
            figure = getattr(event.magnitude, name)
            if figure is not None:
                yield _Layer(figure.span, "toll", number)


def _marked(reading: Reading, number: int) -> str:
    """The text cut wherever any span starts or ends, so that overlapping spans never nest."""
    text = reading.document.text
    layers = sorted(set(_layers(reading)), key=lambda y: (y.span, y.role, y.event or 0))
    edges = sorted({0, len(text), *(edge for layer in layers for edge in layer.span)})
    pieces: list[str] = []
    for start, end in pairwise(edges):
        over = [y for y in layers if y.span[0] <= start and end <= y.span[1]]
        pieces.append(_piece(text[start:end], start, over, number))
    return "".join(pieces)


def _piece(words: str, start: int, over: Sequence[_Layer], number: int) -> str:
    if not over:
        return _text(words)
    classes = sorted({f"dg-{layer.role}" for layer in over} | set(_event_classes(over, number)))
    says = "; ".join(dict.fromkeys(_says(layer) for layer in over))
    marks = f'class="{" ".join(classes)}" title="{says}"'
    triggers = [y.event for y in over if y.role == "trigger"]
    if not triggers:
        return f"<span {marks}>{_text(words)}</span>"
    starting = [y.event for y in over if y.role == "trigger" and y.span[0] == start]
    anchor = f' id="d{number}-t{starting[0]}"' if starting else ""
    more = "".join(f'<span id="d{number}-t{n}"></span>' for n in starting[1:])
    last = [str(y.event) for y in over if y.role == "trigger" and y.span[1] == start + len(words)]
    # Shown by the style sheet, so that the number is no part of the text that is copied.
    numbered = f' data-n="{",".join(last)}"' if last else ""
    target = f"#d{number}-e{triggers[0]}"
    return f'<a {marks}{anchor}{numbered} href="{target}">{more}{_text(words)}</a>'


def _event_classes(over: Iterable[_Layer], number: int) -> Iterator[str]:
    return (f"dg-{number}-{layer.event}" for layer in over if layer.event is not None)


def _says(layer: _Layer) -> str:
    return layer.role if layer.event is None else f"event {layer.event}: {layer.role}"


def _cards(reading: Reading, number: int) -> str:
    wording = Wording(reading)
    cards = (_card(wording, event, number, n) for n, event in enumerate(reading.events, 1))
    return "".join(cards) or "<li>No events found.</li>"


def _card(wording: Wording, event: Event, number: int, n: int) -> str:
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _rows(wording, event))
    aux = f' <span class="dg-aux">{_text(", ".join(event.auxiliary))}</span>'
    quad = "dg-conflict" if event.quad and event.quad.endswith("conflict") else "dg-cooperation"
    # Pointing at a card lights up its words in the text; done by the style sheet alone.
    light = f"#d{number}:has(#d{number}-e{n}:hover) .dg-{number}-{n}"
    return (
        f'<li class="dg-card {quad}" id="d{number}-e{n}" value="{n}">'
        f"<style>{light}{{outline:2px solid var(--dg-accent)}}</style>"
        f'<h3><span class="dg-n">{n}</span> <a href="#d{number}-t{n}">{_text(kind(event))}</a>'
        f"{aux if event.auxiliary else ''}"
        f' <span class="dg-status dg-is-{_text(event.status)}">{_text(event.status)}</span></h3>'
        f"<dl>{rows}</dl></li>"
    )


def _rows(wording: Wording, event: Event) -> Iterator[tuple[str, str]]:
    """Name and value, both safe."""
    for name, mentions in (("who", event.actors), ("to whom", event.recipients)):
        if mentions:
            yield name, _evidence(wording.side(mentions), mentions)
    if event.date is not None:
        yield "when", _evidence(when(event.date), (event.date,))
    if event.place is not None:
        yield "where", _evidence(where(event.place), (event.place,))
    for name, figure in wording.toll(event):
        yield name, _evidence(figure, (getattr(event.magnitude, name),))
    said = wording.whose_word(event)
    if said:
        yield "whose word", _text(said)
    yield "words", f"<q>{_text(event.trigger.text)}</q>"


def _evidence(value: str, quoted: Iterable[Mention | object]) -> str:
    """A value, and the words that it comes from where they differ."""
    words = [w for w in dict.fromkeys(str(getattr(item, "text", "")) for item in quoted) if w]
    same = ", ".join(words).casefold() in ("", value.casefold())
    quotes = ", ".join(f"<q>{_text(w)}</q>" for w in words)
    return _text(value) if same else f"{_text(value)} {quotes}"
