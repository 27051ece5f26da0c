"""Names of places: what is one, which one it is, and where an event happened."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coder.where import Locator, PlaceFinder, attach_place, candidates, find_near
from dragoman.knowledge.places import Gazetteer, load_gazetteer
from dragoman.records import Article, Place, Span


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def places(text: str, gazetteer: Gazetteer, *, home: str | None = None) -> tuple[Place, ...]:
    doc = spacy.blank("en")(text)
    return PlaceFinder(doc, Article(text=text, publisher_country=home), gazetteer).places()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels seized Goma on Monday.", [("Goma", "COD")]),
        ("Gunmen fled to Mosul, Iraq.", [("Mosul", "IRQ"), ("Iraq", "IRQ")]),
        ("He lives in Paris, Texas.", [("Paris", "USA"), ("Texas", "USA")]),
        (
            "LONDON, Ky. (AP) - A man died in London.",
            [("LONDON", "USA"), ("Ky", "USA"), ("London", "USA")],
        ),
        ("Shelling hit the Donbas and the West Bank.", [("Donbas", "UKR"), ("West Bank", "PSE")]),
        (
            "The U.S. and the UK met in St. Petersburg, Russia.",
            [("U.S.", "USA"), ("UK", "GBR"), ("St. Petersburg", "RUS"), ("Russia", "RUS")],
        ),
        ("They met in New York City.", [("New York City", "USA")]),
        ("Ships passed the Strait of Hormuz.", [("Strait of Hormuz", None)]),
        # people, organisations, words
        ("Paris Hilton sang.", []),
        ("Senator Jordan Smith voted no.", []),
        ("Barack Obama spoke. Obama then left.", []),
        ("He told us to wait.", []),
        ("The turkey was served with rice.", []),
        ("Mobile phones rang.", []),
    ],
)
def test_names_of_places(
    text: str, expected: list[tuple[str, str | None]], gazetteer: Gazetteer
) -> None:
    found = places(text, gazetteer)
    assert [(p.text, p.country) for p in found] == expected
    assert all(text[p.span[0] : p.span[1]] == p.text for p in found)


@pytest.mark.parametrize(
    ("text", "name", "country", "feature"),
    [
        ("Tbilisi and Moscow spoke of peace. Troops left Georgia.", "Georgia", "GEO", "PCLI"),
        ("It was in Turkey, near Ankara, that he fled.", "Turkey", "TUR", "PCLI"),
        ("In Kaduna state, Nigeria, gunmen attacked.", "Kaduna", "NGA", "ADM1"),
        ("Clashes hit Tripoli, Lebanon.", "Tripoli", "LBN", "PPL"),
        ("Clashes hit Tripoli and Benghazi in Libya.", "Tripoli", "LBY", "PPLC"),
    ],
)
def test_the_document_decides(
    text: str, name: str, country: str, feature: str, gazetteer: Gazetteer
) -> None:
    found = next(p for p in places(text, gazetteer) if p.text == name)
    assert (found.country, found.feature) == (country, feature)


def test_only_a_point_has_coordinates(gazetteer: Gazetteer) -> None:
    for place in places("He left Goma in Congo for Texas and the Sahel.", gazetteer):
        assert (place.latitude is not None) == (place.precision == "point")


def test_entities_decide_where_there_are_some(gazetteer: Gazetteer) -> None:
    text = "Jordan met Lincoln in Salem."
    doc = spacy.blank("en")(text)
    doc.set_ents(
        [doc.char_span(0, 6, "PER"), doc.char_span(11, 18, "PER"), doc.char_span(22, 27, "LOC")]
    )
    finder = PlaceFinder(doc, Article(text=text), gazetteer, tagged=True)
    assert [p.text for p in finder.places()] == ["Salem"]


def test_two_near_candidates_leave_it_open(gazetteer: Gazetteer) -> None:
    text = "The talks were held in San Vicente."
    finder = PlaceFinder(text, Article(text=text), gazetteer)
    for toponym in finder.toponyms():
        if toponym.place.name is None:
            assert (finder.reason(toponym.start, toponym.end) or "").startswith("two candidates")


def test_resolve_by_span(gazetteer: Gazetteer) -> None:
    text = "Police raided a house in northern Mosul on Monday."
    finder = PlaceFinder(text, Article(text=text), gazetteer)
    found = finder.resolve(text.index("northern"), text.index(" on"))
    assert found is not None
    assert found.name == "Mosul"
    assert finder.resolve(0, 6) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text(text: str) -> None:
    gazetteer = load_gazetteer()
    finder = PlaceFinder(text, Article(text=text), gazetteer)
    for place in finder.places():
        assert text[place.span[0] : place.span[1]] == place.text
    assert finder.places() == PlaceFinder(text, Article(text=text), gazetteer).places()


def span_of(text: str, words: str) -> Span:
    at = text.index(words)
    return (at, at + len(words))


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "expected"),
    [
        ("Rebels shelled a camp near Goma on Monday.", "shelled", "ASSAULT", "Goma"),
        ("Washington condemned the raid in Mosul.", "condemned", "ACCUSE", None),
        ("Russia attacked a school in Kharkiv.", "attacked", "ASSAULT", "Kharkiv"),
        ("The minister flew to Cairo for talks.", "talks", "CONSULT", "Cairo"),
        ("GOMA, Feb 20 - Gunmen shot two guards.", "shot", "ASSAULT", "GOMA"),
        ("Troops stormed Bamako.", "stormed", "ASSAULT", "Bamako"),
        ("France expelled two envoys of Russia.", "expelled", "SANCTION", None),
    ],
)
def test_where_it_happened(
    text: str, trigger: str, kind: str, expected: str | None, gazetteer: Gazetteer
) -> None:
    modes = ("expel",) if kind == "SANCTION" else ()
    found = attach_place(
        text, span_of(text, trigger), places(text, gazetteer), kind=kind, modes=modes
    )
    assert (found and found.text) == expected


@pytest.mark.parametrize("head", ["", "Army hit by rebels near Asmara\n\n", "A\nB\n\n"])
def test_the_dateline_may_stand_below_the_headline(head: str, gazetteer: Gazetteer) -> None:
    text = f"{head}ADDIS ABABA, Oct 8 (Reuters) - Rebels struck near Zzyxa on Monday."
    locator = Locator(text, places(text, gazetteer))
    assert locator.dateline is not None
    assert locator.dateline.country == locator.country == "ETH"


def test_a_spot_without_a_name_lies_in_the_country_of_the_story(gazetteer: Gazetteer) -> None:
    text = "NAIROBI, Feb 20 - Protesters clashed with police outside the courthouse."
    locator = Locator(text, places(text, gazetteer))
    found, why = locator.attach(span_of(text, "clashed"), kind="PROTEST")
    assert found is not None
    assert (found.text, found.country, found.precision) == ("the courthouse", "KEN", "country")
    assert why == "named in the sentence"
    pointed = locator.place_of(span_of(text, "the courthouse"), text)
    assert pointed is not None
    assert (pointed.country, pointed.name) == ("KEN", None)


@pytest.mark.parametrize(
    ("text", "person", "expected"),
    [
        ("Talks between Foreign Minister Park Jin and a colleague.", "Park Jin", None),
        ("Police met General Jordan in Amman.", "Jordan", "Amman"),
        ("Rebels shelled Goma, Colonel Jordan said.", "Jordan", "Goma"),
    ],
)
def test_a_person_is_no_place(
    text: str, person: str, expected: str | None, gazetteer: Gazetteer
) -> None:
    locator = Locator(text, places(text, gazetteer), home="PRK", people=[span_of(text, person)])
    verb = next(w for w in ("Talks", "met", "shelled") if w in text)
    found, _ = locator.attach(span_of(text, verb), kind="CONSULT")
    assert (found and found.text) == expected


def test_near_decides_for_people_who_ask(gazetteer: Gazetteer) -> None:
    plain = candidates("Tripoli", gazetteer)
    near = candidates("Tripoli", gazetteer, near=find_near("LBN", gazetteer))
    assert (plain[0].candidate.country, near[0].candidate.country) == ("LBY", "LBN")
    assert "in LBN" in near[0].why[1]
    assert candidates("Qwxzburg", gazetteer) == ()
    assert find_near("Qwxzburg", gazetteer) is None
