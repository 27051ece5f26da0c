"""One fact, one event: which mentions are merged, and what the merged event keeps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coder.same import Filled, merged
from dragoman.records import Date, Figure, Magnitude, Mention, Place
from hand_layers import filled, found_at


def party(code: str, sector: str = "GOV") -> Mention:
    return Mention(text=code, span=(0, 3), party=code, sectors=(sector,))


def day(start: str, end: str | None = None) -> Date:
    return Date(
        start=start,
        end=end or start,
        text="then",
        span=(0, 4),
        precision="day",
        derivation="explicit",
    )


def place(name: str) -> Place:
    return Place(text=name, span=(0, len(name)), name=name, precision="point")


def dead(low: int) -> Magnitude:
    return Magnitude(dead=Figure(low=low, high=low, text=str(low), span=(0, 1)))


def event(
    kind: str = "ASSAULT",
    actors: tuple[str, ...] = ("RUR",),
    recipients: tuple[str, ...] = ("GFK",),
    *,
    at: int = 0,
    modes: tuple[str, ...] = (),
    auxiliary: tuple[str, ...] = (),
    status: dict[str, float] | None = None,
    arguments: dict[str, tuple[tuple[int, int], ...]] | None = None,
    sector: str = "GOV",
    joined: int = -1,
    **more: Any,
) -> Filled:
    found = found_at(
        kind, at=at, anchor=at, modes=modes, auxiliary=auxiliary,
        status=status or {"reported": 0.9}, factuality=2.0, score=0.9,
        arguments=arguments or {}, first_joined=joined,
    )  # fmt: skip
    return filled(
        found, [party(code, sector) for code in actors], [party(c) for c in recipients], **more
    )


@pytest.mark.parametrize(
    ("first", "later", "count"),
    [
        (event(), event(at=50), 1),
        (event(joined=0), event(at=50, joined=50), 1),
        (event(joined=0), event(at=50, joined=0), 2),  # "shot and beat them"
        (event(), event("COERCE"), 2),
        (event("CONSULT", modes=("visit",)), event("CONSULT", at=50), 2),  # a visit, and its talks
        (event(), event(auxiliary=("future",)), 2),
        (event(), event(actors=("GFK",)), 2),
        (event(), event(actors=("RUR", "GFK")), 2),
        (event(), event(sector="MIL"), 2),
        (event(), event(recipients=()), 2),
        (event(actors=()), event(actors=()), 2),
        (event(modes=("beat",)), event(modes=("drone",)), 2),
        (event(modes=("beat",)), event(modes=("drone", "beat")), 1),
        (event(modes=("beat",)), event(), 1),
        (event(date=day("2024-01-01")), event(date=day("2024-01-02")), 2),
        (event(date=day("2024-01-01")), event(date=day("2024-01-01", "2024-01-02")), 2),
        (event(date=day("2024-01-01")), event(), 1),
        (event(place=place("Hentzau")), event(place=place("Strelsau")), 2),
        (event(place=place("Hentzau")), event(), 1),
        (event("CONSULT", ("RUR",), ("GFK",)), event("CONSULT", ("GFK", "RUR"), ()), 1),
        (event("ASSAULT", ("RUR",), ("GFK",)), event("ASSAULT", ("GFK",), ("RUR",)), 2),
    ],
)
def test_what_is_one_fact(first: Filled, later: Filled, count: int) -> None:
    assert len(merged([first, later])) == count
    assert len(merged([later, first])) == count


def test_the_first_mention_stays_and_takes_what_only_the_later_tells() -> None:
    first = event(at=3, date=day("2024-01-01"), magnitude=dead(2))
    later = event(at=70, modes=("beat",), date=None, place=place("Hentzau"), magnitude=dead(5))
    (one,) = merged([first, later])
    assert one.found.trigger == first.found.trigger
    assert one.found.modes == ("beat",)
    assert (one.date, one.place) == (first.date, later.place)
    assert one.magnitude == first.magnitude


def test_the_more_exact_figure_stays() -> None:
    vague = Magnitude(dead=Figure(low=24, high=99, text="dozens", span=(0, 6)))
    for first, later, low in ((vague, dead(55), 55), (dead(55), vague, 55), (dead(7), dead(9), 7)):
        (one,) = merged([event(magnitude=first), event(at=9, magnitude=later)])
        assert one.magnitude.dead is not None
        assert one.magnitude.dead.low == low


def test_sources_and_deniers_of_both_mentions_are_kept_each_once() -> None:
    first = event(arguments={"SOURCE": ((1, 4),), "ACTOR": ((0, 3),)})
    later = event(
        arguments={"SOURCE": ((1, 4), (60, 66)), "DENIER": ((80, 88),), "ACTOR": ((50, 53),)}
    )
    (one,) = merged([first, later])
    assert one.found.arguments == {
        "ACTOR": ((0, 3),),
        "SOURCE": ((1, 4), (60, 66)),
        "DENIER": ((80, 88),),
    }


@pytest.mark.parametrize(
    ("later", "status"),
    [({"attributed": 0.9}, "reported"), ({"contested": 0.4, "denied": 0.3}, "contested")],
)
def test_a_later_dispute_moves_the_status(later: dict[str, float], status: str) -> None:
    (one,) = merged([event(), event(status=later)])
    assert max(one.found.status, key=lambda s: one.found.status[s]) == status


def test_mentions_are_not_changed_in_place() -> None:
    first, later = event(arguments={}), event(arguments={"SOURCE": ((60, 66),)})
    merged([first, later])
    assert first.found.arguments == {}


EVENTS = st.lists(
    st.builds(
        event,
        st.sampled_from(["ASSAULT", "CONSULT"]),
        st.sampled_from([(), ("RUR",), ("RUR", "GFK")]),
        st.sampled_from([(), ("GFK",)]),
        at=st.integers(0, 99),  # where it stands, and what tells two mentions apart
        modes=st.sampled_from([(), ("beat",), ("drone",)]),
        date=st.sampled_from([None, day("2024-01-01"), day("2024-01-02")]),
        place=st.sampled_from([None, place("Hentzau"), place("Strelsau")]),
    ),
    max_size=6,
    unique_by=lambda e: e.found.anchor,
)


@given(EVENTS)
def test_merging_again_merges_nothing_more_and_the_order_stays(events: list[Filled]) -> None:
    once = merged(events)
    assert merged(once) == once
    triggers = [e.found.trigger for e in events]
    places = [triggers.index(e.found.trigger) for e in once]
    assert places == sorted(places)
    assert bool(once) == bool(events)
