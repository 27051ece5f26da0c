"""The corpus in other forms: gold files, training rows, readings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, cast

from dragoman.codebook import Codebook
from dragoman.evaluate.corpus_records import (
    CorpusArticle,
    CorpusDate,
    CorpusEvent,
    CorpusFigure,
    CorpusMention,
    CorpusPlace,
    CorpusSays,
)
from dragoman.evaluate.quotes import Pages
from dragoman.records import (
    Attribution,
    Auxiliary,
    Coder,
    Date,
    Document,
    Event,
    Figure,
    Magnitude,
    Mention,
    Place,
    Reading,
    Sentence,
    Span,
    Stance,
    Status,
    Words,
)

Plain = dict[str, Any]


def parties_of(mentions: Sequence[CorpusMention]) -> list[str]:
    """The party codes in the order of the text, each once."""
    return list(dict.fromkeys(party for m in mentions for party, _ in m.parties if party))


# -- gold files


def to_gold(article: CorpusArticle) -> Plain:
    """The article as one `*.gold.json`.

    Beyond the published form a fact carries `modes`, `contexts`, `trigger`, `arrested`, `size`,
    `embedded` and the mentions with their sectors; a range of numbers stands as `[low, high]`.
    """
    return {
        "id": article.id,
        "published": article.published,
        "title": article.title,
        "text": article.text,
        "facts": [_fact(event) for event in article.events],
    }


def _fact(event: CorpusEvent) -> Plain:
    return {
        "type": event.type,
        "mode": event.modes[0] if event.modes else None,
        "actors": parties_of(event.actors),
        "recipients": parties_of(event.recipients),
        "auxiliary": list(event.aux),
        "status": event.status,
        "asserted_by": list(event.by),
        "denied_by": list(event.denied),
        "date": [event.date.start, event.date.end] if event.date else None,
        "place": event.place.country if event.place else None,
        "dead": _count(event.dead),
        "injured": _count(event.injured),
        "required": not event.optional,
        "words": event.trigger.words,
        "modes": list(event.modes),
        "contexts": list(event.contexts),
        "trigger": list(event.trigger.span),
        "arrested": _count(event.arrested),
        "size": _count(event.size),
        "actor_mentions": [_fact_mention(m) for m in event.actors],
        "recipient_mentions": [_fact_mention(m) for m in event.recipients],
        "embedded": event.parent is not None,
    }


def _count(figure: CorpusFigure | None) -> int | list[int] | None:
    if figure is None:
        return None
    return figure.low if figure.low == figure.high else [figure.low, figure.high]


def _fact_mention(mention: CorpusMention) -> Plain:
    return {
        "words": mention.words,
        "span": list(mention.span),
        "parties": [party or None for party, _ in mention.parties],
        "sectors": [list(sectors) for _, sectors in mention.parties],
    }


# -- training rows


def to_row(article: CorpusArticle) -> Plain:
    """The article as one row for training; all spans are characters of `text`.

    A mention is `[start, end, parties, sectors]` with one list of sectors a party; a party that
    the text does not tell is null. `embedded` and `events` hold indexes into `events`, `parent` one
    into `says`. A figure's `others` are further figures for the same, by other sources.
    """
    index = {event.id: i for i, event in enumerate(article.events)}
    return {
        "id": article.id,
        "split": article.split,
        "form": article.form,
        "published": article.published,
        "home": article.home,
        "title": article.title,
        "text": article.text,
        "events": [_row_event(event, index) for event in article.events],
        "says": [_row_says(says, index) for says in article.says],
    }


def to_rows(articles: Sequence[CorpusArticle]) -> list[Plain]:
    return [to_row(article) for article in articles]


def _row_event(event: CorpusEvent, index: Mapping[str, int]) -> Plain:
    return {
        "type": event.type,
        "modes": list(event.modes),
        "trigger": list(event.trigger.span),
        "actors": [_row_mention(m) for m in event.actors],
        "recipients": [_row_mention(m) for m in event.recipients],
        "date": _row_date(event.date),
        "place": _row_place(event.place),
        "dead": _row_figure(event.dead),
        "injured": _row_figure(event.injured),
        "arrested": _row_figure(event.arrested),
        "size": _row_figure(event.size),
        "aux": list(event.aux),
        "status": event.status,
        "by": list(event.by),
        "denied": list(event.denied),
        "contexts": list(event.contexts),
        "factuality": event.factuality,
        "optional": event.optional,
        "embedded": None if event.parent is None else index[event.parent],
    }


def _row_mention(mention: CorpusMention) -> list[Any]:
    parties = [party or None for party, _ in mention.parties]
    return [*mention.span, parties, [list(sectors) for _, sectors in mention.parties]]


def _row_date(date: CorpusDate | None) -> Plain | None:
    if date is None:
        return None
    return {"span": list(date.span), "start": date.start, "end": date.end}


def _row_place(place: CorpusPlace | None) -> Plain | None:
    if place is None:
        return None
    return {"span": list(place.span), "country": place.country}


def _row_figure(figure: CorpusFigure | None) -> Plain | None:
    if figure is None:
        return None
    return {
        "span": list(figure.span),
        "low": figure.low,
        "high": figure.high,
        "source": list(figure.source.span) if figure.source else None,
        "others": [_row_figure(other) for other in figure.others],
    }


def _row_says(says: CorpusSays, index: Mapping[str, int]) -> Plain:
    return {
        "sources": [_row_mention(m) for m in says.sources],
        "cue": list(says.cue.span) if says.cue else None,
        "content": [list(span) for span in says.content],
        "stance": says.stance,
        "parent": says.parent,
        "events": [index[e] for e in says.events],
    }


# -- readings


def to_reading(article: CorpusArticle, codebook: Codebook) -> Reading:
    """The annotation as a reading: what a perfect coder would say about the article."""
    pages = Pages.of(article.text)
    says = {i: f"a{i + 1}" for i in range(len(article.says))}
    events = sorted(article.events, key=lambda e: e.trigger.span)
    return Reading(
        document=Document(
            id=article.id,
            title=article.title,
            text=article.text,
            published=article.published,
            publisher_country=article.home,
            language="en",
        ),
        events=tuple(_event(e, article, pages, codebook) for e in events),
        attributions=tuple(_attribution(s, says[i], says) for i, s in enumerate(article.says)),
        coder=Coder(
            name="corpus",
            version="1",
            model="none",
            codebook=hashlib.sha256(",".join(codebook.types).encode("utf-8")).hexdigest()[:12],
        ),
    )


def _event(event: CorpusEvent, article: CorpusArticle, pages: Pages, codebook: Codebook) -> Event:
    type_ = codebook.types[event.type]
    number, sentence = next(
        (i, s) for i, s in enumerate(pages.sentences) if event.trigger.span[0] < s[1]
    )
    return Event(
        id=event.id,
        type=event.type,
        mode=event.modes[0] if event.modes else None,
        modes=event.modes,
        contexts=event.contexts,
        quad=type_.quad,
        score=codebook.score(event.type, event.modes),
        cameo=codebook.cameo(event.type, event.modes[0] if event.modes else None, event.contexts),
        actors=_mentions(event.actors),
        recipients=_mentions(event.recipients),
        auxiliary=cast(tuple[Auxiliary, ...], event.aux),
        status=cast(Status, event.status),
        asserted_by=_vouchers(event.by, event.id, article, deny=False),
        denied_by=_vouchers(event.denied, event.id, article, deny=True),
        own_voice=not event.by and event.status != "denied",
        attributions=tuple(f"a{i + 1}" for i, s in enumerate(article.says) if event.id in s.events),
        factuality=event.factuality,
        date=_date(event.date),
        place=_place(event.place),
        magnitude=_magnitude(event),
        trigger=Words(text=event.trigger.words, span=event.trigger.span),
        sentence=Sentence(index=number, span=sentence),
        embedded_in=event.parent,
        confidence=1.0,
    )


def _mentions(mentions: Sequence[CorpusMention]) -> tuple[Mention, ...]:
    return tuple(
        _mention(m.words, m.span, party, sectors) for m in mentions for party, sectors in m.parties
    )


def _mention(words: str, span: Span, party: str, sectors: tuple[str, ...] = ()) -> Mention:
    country = None if ":" in party or not party else party
    return Mention(
        text=words,
        span=span,
        party=party or None,
        country=country,
        code=country or party.partition(":")[0] or None,
        sectors=sectors,
    )


def _vouchers(
    parties: Sequence[str], event: str, article: CorpusArticle, *, deny: bool
) -> tuple[Mention, ...]:
    """A mention for each party, with its words in an attribution of this event.

    The annotator names who vouches by code; where no attribution shows the words the mention is
    empty at the start of the text.
    """
    said = [
        (m, party)
        for s in article.says
        if event in s.events and (s.stance == "denies") == deny
        for m in s.sources
        for party, _ in m.parties
    ]
    found = []
    for party in parties:
        mention = next((m for m, p in said if p == party), None)
        words, span = (mention.words, mention.span) if mention else ("", (0, 0))
        found.append(_mention(words, span, party))
    return tuple(found)


def _date(date: CorpusDate | None) -> Date | None:
    if date is None:
        return None
    return Date(start=date.start, end=date.end, text=date.words, span=date.span)


def _place(place: CorpusPlace | None) -> Place | None:
    if place is None:
        return None
    return Place(text=place.words, span=place.span, country=place.country)


def _magnitude(event: CorpusEvent) -> Magnitude:
    return Magnitude(
        dead=_figure(event.dead),
        injured=_figure(event.injured),
        arrested=_figure(event.arrested),
        size=_figure(event.size),
    )


def _figure(figure: CorpusFigure | None) -> Figure | None:
    if figure is None:
        return None
    said = figure.source
    source = Mention(text=said.words, span=said.span) if said else None
    return Figure(
        low=figure.low, high=figure.high, text=figure.words, span=figure.span, source=source
    )


def _attribution(says: CorpusSays, own: str, ids: Mapping[int, str]) -> Attribution:
    source = _mentions(says.sources)
    return Attribution(
        id=own,
        source=source[0] if source else None,
        stance=cast(Stance, says.stance),
        cue=Words(text=says.cue.words, span=says.cue.span) if says.cue else None,
        content=says.content,
        events=says.events,
        parent=None if says.parent is None else ids[says.parent],
    )
