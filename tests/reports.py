"""Reports of one happening in several articles, and of others like it, made by hand."""

from __future__ import annotations

from dragoman.identity import identity
from dragoman.intake import document
from dragoman.records import (
    Article,
    Date,
    Event,
    Figure,
    Magnitude,
    Mention,
    Place,
    Reading,
    Sentence,
    Words,
)

TEXT = "On Tuesday two dockers died when they shelled Hentzau, the UN said."


def mention(party: str | None, *sectors: str) -> Mention:
    return Mention(text="they", span=(0, 4), party=party, sectors=sectors)


def event(**fields: object) -> Event:
    given: dict[str, object] = {
        "id": "e",
        "type": "ASSAULT",
        "actors": (mention("RUR"),),
        "recipients": (mention("GFK"),),
        "trigger": Words(text="shelled", span=(38, 45)),
        "sentence": Sentence(index=0, span=(0, len(TEXT))),
    }
    return Event(**{**given, **fields})  # type: ignore[arg-type]


def reading(id: str, publisher: str, published: str, **fields: object) -> Reading:
    kind = "state" if publisher == "Courier" else "independent"
    article = Article(
        id=id,
        text=f"{TEXT} {' '.join(f'{id}{i}' for i in range(60))}",  # far from all others
        publisher=publisher,
        publisher_country="RUR",
        publisher_kind=kind,
        published=published,
        language="en",
    )
    changed = event(id=f"e-{id}", **fields)
    return Reading(document=document(article), events=(changed,), coder=identity())


def dated(day: str) -> Date:
    return Date(start=day, end=day, text="Tuesday", span=(3, 10), precision="day")


def dead(count: int) -> Magnitude:
    return Magnitude(dead=Figure(low=count, high=count, text="two", span=(11, 14)))


TOWN = Place(text="Hentzau", span=(46, 53), name="Hentzau", country="RUR", admin1="North",
             latitude=50.5, longitude=14.25, precision="point")  # fmt: skip
LAND = Place(text="Ruritania", span=(46, 53), name="Ruritania", country="RUR", precision="country")
ONE_DAY = "2023-10-31"
READINGS = [
    reading("a", "Courier", "2023-11-01", date=dated(ONE_DAY), place=TOWN, magnitude=dead(2),
            score=-9.0),
    reading("b", "Herald", "2023-11-02", date=dated(ONE_DAY), place=LAND, magnitude=dead(5),
            score=-7.0, status="denied", own_voice=False, denied_by=(mention("RUR"),)),
    reading("c", "Herald", "2023-11-03", status="alleged", own_voice=False,
            asserted_by=(mention("IGO:UN"),)),
    reading("d", "Courier", "2023-11-09", date=dated("2023-11-08"), place=TOWN, score=-9.0),
    reading("e", "Courier", "2023-11-01", date=dated(ONE_DAY), recipients=()),
]  # fmt: skip
