"""A coder that needs no model, and a reading made by hand."""

from __future__ import annotations

import os
import time

from dragoman.errors import ModelError
from dragoman.identity import identity
from dragoman.intake import document
from dragoman.records import (
    Article,
    Attribution,
    Date,
    Entity,
    Event,
    Figure,
    Magnitude,
    Mention,
    Place,
    Reading,
    Sentence,
    Words,
)
from dragoman.settings import Settings

TEXT = (
    "STRELSAU, Nov 1 - Ruritanian gunners shelled the port of Hentzau on Tuesday, the UN said, "
    "and two dockers were killed. Ruritania rejected the report. "
    "It will meet Grand Fenwick's envoy in Geneva next week."
)


def words(text: str, quote: str, start: int = 0) -> Words:
    at = text.index(quote, start)
    return Words(text=quote, span=(at, at + len(quote)))


def mention(quote: str, party: str, entity: str | None = None, *, start: int = 0) -> Mention:
    said = words(TEXT, quote, start)
    return Mention(text=said.text, span=said.span, party=party, entity=entity, code=party[:3])


class FakeCoder:
    """Finds the word "shelled" and no more."""

    def read(self, article: Article) -> Reading:
        events: tuple[Event, ...] = ()
        at = article.text.find("shelled")
        if at >= 0:
            events = (
                Event(
                    id="e1",
                    type="ASSAULT",
                    trigger=Words(text="shelled", span=(at, at + 7)),
                    sentence=Sentence(index=0, span=(0, len(article.text))),
                ),
            )
        return Reading(document=document(article), events=events, coder=identity())


def hand_made_reading() -> Reading:
    """A reading by hand: a contested shelling, a denial, a meeting to come."""
    article = Article(
        id="hentzau",
        text=TEXT,
        title="Shells fall on Hentzau",
        publisher="The Strelsau Courier",
        published="2023-11-01",
        published_from="given",
        language="en",
    )
    gunners = mention("Ruritanian gunners", "RUR", "n1")
    un = mention("the UN", "IGO:UN", "n2")
    ruritania = mention("Ruritania", "RUR", "n1", start=TEXT.index("Ruritania rejected"))
    it = mention("It", "RUR", "n1", start=TEXT.index("It will"))
    envoy = mention("Grand Fenwick's envoy", "GFK", "n3")
    said = words(TEXT, "said")
    dead = words(TEXT, "two dockers")
    tuesday = words(TEXT, "on Tuesday")
    hentzau = words(TEXT, "Hentzau")
    next_week = words(TEXT, "next week")
    first = Sentence(index=0, span=(0, TEXT.index(" Ruritania rejected")))
    second_at = TEXT.index("Ruritania rejected")
    third_at = TEXT.index("It will")
    return Reading(
        document=document(article, dateline="STRELSAU, Nov 1"),
        events=(
            Event(
                id="e1",
                type="ASSAULT",
                mode="heavy-weapons",
                modes=("heavy-weapons",),
                quad="material conflict",
                score=-10.0,
                cameo="194",
                actors=(gunners,),
                status="contested",
                own_voice=False,
                asserted_by=(un,),
                denied_by=(ruritania,),
                attributions=("a1", "a2"),
                factuality=1.5,
                date=Date(
                    start="2023-10-31",
                    end="2023-10-31",
                    text=tuesday.text,
                    span=tuesday.span,
                    precision="day",
                    derivation="relative",
                ),
                place=Place(
                    text="Hentzau",
                    span=hentzau.span,
                    name="Hentzau",
                    country="RUR",
                    latitude=50.5,
                    longitude=14.25,
                    precision="point",
                ),
                magnitude=Magnitude(
                    dead=Figure(low=2, high=2, text=dead.text, span=dead.span, source=un)
                ),
                trigger=words(TEXT, "shelled"),
                sentence=first,
                confidence=0.91,
                reasons={"recipients": "the text names nobody"},
            ),
            Event(
                id="e2",
                type="REJECT",
                quad="verbal conflict",
                actors=(ruritania,),
                recipients=(un,),
                trigger=words(TEXT, "rejected"),
                sentence=Sentence(index=1, span=(second_at, third_at - 1)),
                confidence=0.8,
            ),
            Event(
                id="e3",
                type="CONSULT",
                mode="meeting",
                modes=("meeting",),
                quad="verbal cooperation",
                auxiliary=("future",),
                actors=(it, envoy),
                date=Date(
                    start="2023-11-06",
                    end="2023-11-12",
                    text=next_week.text,
                    span=next_week.span,
                    precision="week",
                    derivation="relative",
                ),
                trigger=words(TEXT, "meet"),
                sentence=Sentence(index=2, span=(third_at, len(TEXT))),
                confidence=0.7,
            ),
        ),
        attributions=(
            Attribution(
                id="a1",
                source=un,
                stance="asserts",
                cue=said,
                content=((18, TEXT.index(", the UN")),),
                quote="indirect",
                events=("e1",),
            ),
            Attribution(
                id="a2",
                source=ruritania,
                stance="denies",
                cue=words(TEXT, "rejected"),
                content=(words(TEXT, "the report").span,),
                quote="indirect",
                events=("e1",),
            ),
        ),
        entities=(
            Entity(id="n1", name="Ruritania", party="RUR", kind="country", mentions=(it.span,)),
            Entity(id="n2", name="United Nations", party="IGO:UN", kind="organisation"),
            Entity(id="n3", name="Grand Fenwick", party="GFK", kind="country"),
        ),
        coder=identity(),
    )


class PoisonousCoder(FakeCoder):
    """Some words bring it down, stop it, or eat its memory."""

    def read(self, article: Article) -> Reading:
        if "DIE" in article.text:
            os._exit(3)
        if "SLEEP" in article.text:
            time.sleep(60)
        if "EAT" in article.text:
            raise MemoryError
        return super().read(article)


def make_fake(settings: Settings) -> FakeCoder:
    """For pools: `fakes:make_fake`."""
    return FakeCoder()


def make_poisonous(settings: Settings) -> FakeCoder:
    return PoisonousCoder()


def make_none(settings: Settings) -> FakeCoder:
    raise ModelError("D201", "There is no model.")
