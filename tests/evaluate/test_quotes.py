"""Where quoted words stand: whole words, brackets, numbers, ellipsis, nearness."""

import pytest

from dragoman.evaluate.quotes import Pages, QuoteError, find_nearest, find_only, occurrences

TEXT = (
    "The U.N. said troops shelled Goma. The army said it had not. Mr. Okafor's men fired.\n"
    '"We said no," the envoy said that night; Goma\'s mayor, resaid, fled [sic] on Monday.'
)
PAGES = Pages.of(TEXT)


def quoted(span):
    return TEXT[span[0] : span[1]]


@pytest.mark.parametrize(
    ("quote", "count"),
    [
        ("said", 4),
        ("said#2", 1),
        ("Goma", 2),
        ("army [said] it", 1),
        ("[Mr. Okafor's] men", 1),
        ("[sic]", 1),
        ("troops ... Goma", 1),
        ("said ... Goma", 2),
        ('"We said no,"', 1),
        ("the envoy ... Monday", 1),
    ],
)
def test_occurrences(quote, count):
    assert len(occurrences(TEXT, quote)) == count


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("army [said] it", "said"),
        ("[Mr. Okafor's] men", "Mr. Okafor's"),
        ("envoy [said]", "said"),
        ("troops ... Goma", "troops shelled Goma"),
        ("The army ... not", "The army said it had not"),
    ],
)
def test_span(quote, words):
    assert quoted(find_only(PAGES, quote)) == words


def test_numbers_count_in_text_order():
    spans = occurrences(TEXT, "said")
    assert [occurrences(TEXT, f"said#{i}")[0] for i in (1, 2, 3, 4)] == spans


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("shell", "as whole words"),
        ("goma", "it has"),
        ("Kigali", "quote it exactly"),
        ("said#5", "occurs 4 times"),
        ("Kigali ... Goma", "not in the text"),
        ("Goma ... Kigali", "not in the text"),
        ("no [such] context", "not in the text"),
        ("", "not in the text"),
    ],
)
def test_not_there(quote, said):
    with pytest.raises(QuoteError, match=said):
        occurrences(TEXT, quote)


def test_ambiguous_words_are_listed_with_their_surroundings():
    with pytest.raises(QuoteError, match=r"occurs 4 times.*#2.*army said it"):
        find_only(PAGES, "said")


def test_nearest_prefers_the_sentence_then_the_paragraph_then_before():
    text = "Goma fell. Rebels in the far, far south of the country took Goma. Goma is quiet.\nGoma."
    pages = Pages.of(text)
    spans = occurrences(text, "Goma")
    took = find_only(pages, "took")
    rebels = find_only(pages, "Rebels")
    quiet = find_only(pages, "quiet")
    assert find_nearest(pages, "Goma", took) == spans[1]
    assert find_nearest(pages, "Goma", rebels) == spans[1]
    assert find_nearest(pages, "Goma", quiet) == spans[2]


def test_of_equal_distances_the_one_before():
    text = "it hit it"
    pages = Pages.of(text)
    assert find_nearest(pages, "it", find_only(pages, "hit")) == (0, 2)


def test_short_forms_end_no_sentence():
    text = "Mr. Okafor met Gen. Diallo on Feb. 20 at U.N. House. He left."
    assert len(Pages.of(text).sentences) == 2
