"""Readings as tables and paragraphs for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.cli.console import safe
from dragoman.records import Event, Mention, Reading
from dragoman.wording import Wording, kind, title, when, where

NUMBER_WIDTH = 4
QUAD_STYLES = {
    "verbal cooperation": "green",
    "material cooperation": "bold green",
    "verbal conflict": "red",
    "material conflict": "bold red",
}
STATUS_STYLES = {"contested": "bold yellow", "denied": "bold yellow", "alleged": "yellow"}


def heading(reading: Reading) -> Text:
    """Title, then publisher, day and id."""
    document = reading.document
    text = Text(safe(title(reading)), style="bold")
    known = [part for part in (document.publisher, document.published, document.url) if part]
    if known:
        text.append("\n" + safe(" · ".join(known)), style="dim not bold")
    return text


def print_events(out: Console, wording: Wording, *, first: int = 1) -> None:
    """Three columns an event, and below them one line on whose word it stands.

    That line is never broken by us, so that it can be searched for in the output.
    """
    header = [Text(name, style="dim") for name in ("", "What", "Who → whom", "When, where")]
    out.print(_row(header))
    for number, event in enumerate(wording.reading.events, first):
        what, who, place = _what(event), _who(wording, event), _when_where(event)
        out.print(_row([Text(str(number), style="dim"), what, who, place]))
        for line in _word(wording, event):
            out.print(Text(" " * (NUMBER_WIDTH + 1)) + line, soft_wrap=True)
    out.print()


def _row(cells: Sequence[Text]) -> Table:
    """One line of the table; all lines share their widths, as they share these columns."""
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
    grid.add_column(width=NUMBER_WIDTH - 1, justify="right")
    for ratio in (8, 10, 6):
        grid.add_column(ratio=ratio, overflow="fold")
    grid.add_row(*cells)
    return grid


def _what(event: Event) -> Text:
    text = Text(safe(kind(event)), style=QUAD_STYLES.get(event.quad or "", ""))
    if event.auxiliary:
        text.append(f" ({', '.join(event.auxiliary)})", style="cyan not bold")
    text.append(f"\n“{safe(event.trigger.text)}”", style="dim not bold")
    return text


def _who(wording: Wording, event: Event) -> Text:
    actors = safe(wording.side(event.actors)) or "?"
    recipients = safe(wording.side(event.recipients))
    return Text(f"{actors} → {recipients}" if recipients else actors)


def _when_where(event: Event) -> Text:
    return Text("\n".join(safe(part) for part in (when(event.date), where(event.place)) if part))


def _word(wording: Wording, event: Event) -> Iterator[Text]:
    """`contested · says: South Korea; denies: Russia`, then the toll with who gives it."""
    said = safe(wording.whose_word(event))
    if said or event.status != "reported":
        line = Text(event.status, style=STATUS_STYLES.get(event.status, "blue"))
        yield line.append(f" · {said}" if said else "", style="none")
    for name, figure in wording.toll(event):
        yield Text(f"{name}: {safe(figure)}", style="magenta")


def explanation(wording: Wording, event: Event, number: int) -> RenderableType:
    """Everything known of one event: each field with the words it rests on, and the reasons."""
    reading = wording.reading
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _fields(wording, event):
        if value:
            table.add_row(name, safe(value))
    return Group(
        Text(f"Event {number}: {safe(kind(event))}", style="bold"),
        _sentence(reading, event),
        table,
    )


def _sentence(reading: Reading, event: Event) -> Text:
    """The sentence of the event with its trigger marked."""
    start, end = event.sentence.span
    text = Text(safe(reading.document.text[start:end]))
    text.stylize("reverse", event.trigger.span[0] - start, event.trigger.span[1] - start)
    text.append("\n")
    return text


def _fields(wording: Wording, event: Event) -> Iterator[tuple[str, str]]:
    yield from (("actor", _mention(wording, mention)) for mention in event.actors)
    yield from (("recipient", _mention(wording, mention)) for mention in event.recipients)
    yield "kind", _listed([event.quad, event.parent and f"a kind of {event.parent}"])
    if event.score is not None:
        yield "score", f"{event.score:+g} (from -10 to +10)"
    yield "CAMEO", event.cameo or ""
    yield "contexts", _listed(event.contexts)
    yield "auxiliary", _listed(event.auxiliary)
    yield "status", event.status
    yield "own voice", "yes" if event.own_voice else "no"
    yield from (("says", _mention(wording, mention)) for mention in event.asserted_by)
    yield from (("denies", _mention(wording, mention)) for mention in event.denied_by)
    yield from _behind(wording, event)
    yield (
        "factuality",
        "" if event.factuality is None else f"{event.factuality:+.1f} (from -3 to +3)",
    )
    if event.date is not None:
        yield (
            "when",
            f"{when(event.date)} from “{event.date.text}” ({event.date.derivation or '?'})",
        )
    if event.place is not None:
        yield "where", f"{where(event.place)} from “{event.place.text}”"
    yield from wording.toll(event)
    yield "confidence", f"{event.confidence:.2f}"
    yield from ((f"why {name}", reason) for name, reason in sorted(event.reasons.items()))


def _behind(wording: Wording, event: Event) -> Iterator[tuple[str, str]]:
    """The attributions that the event's status rests on, with their cues."""
    for attribution in wording.reading.attributions:
        if attribution.id in event.attributions:
            source = attribution.source.text if attribution.source else "somebody unnamed"
            cue = f"“{attribution.cue.text}”" if attribution.cue else "no cue"
            yield "attribution", f"{source} {attribution.stance} ({cue})"


def _mention(wording: Wording, mention: Mention) -> str:
    code = " ".join(part for part in (mention.party, *mention.sectors) if part) or "not resolved"
    why = "".join(f"; {name}: {reason}" for name, reason in sorted(mention.reasons.items()))
    return f"{wording.party(mention)} from “{mention.text}” ({code}{why})"


def _listed(parts: Sequence[str | None]) -> str:
    return ", ".join(part for part in parts if part)
