"""Slips: days, numbers, facts told twice."""

import pytest

from dragoman.evaluate.corpus import load_corpus
from dragoman.evaluate.corpus_slips import numbers_in, slips
from tests.evaluate.test_corpus import ARTICLE


@pytest.mark.parametrize(
    ("old", "new", "said", "level"),
    [
        ("= 2019-05-13", "= 2019-05-14", "is a Tuesday", "error"),
        ("on Monday = 2019-05-13", "LOME = 2018-05-13", "not historical", "note"),
        ("aux: future", "aux: hypothetical", None, None),
        ("  aux: future\n", "", "aux is not future", "note"),
        ("= 2019-05-20..2019-05-26", "= 2019-05-06..2019-05-12", "before publication", "note"),
        ("two = 2..3", "two = 4..5", None, None),
        ("two = 2 @", "two = 9 @", "'two' is not 9..9", "note"),
    ],
)
def test_slips(tmp_path, old, new, said, level):
    path = tmp_path / "a.yaml"
    path.write_text(ARTICLE.replace(old, new, 1), encoding="utf-8")
    corpus = load_corpus([path])
    assert corpus.errors == ()
    found = slips(corpus.articles)
    assert [p.level for p in found] == ([level] if level else [])
    assert said is None or said in found[0].message


def test_days_and_months(tmp_path):
    text = ARTICLE.replace("on Monday", "on 13 May").replace("= 2019-05-13", "= 2019-05-12")
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    assert "is not 'on 13 May'" in slips(load_corpus([path]).articles)[0].message


def test_a_fact_told_twice(tmp_path):
    again = "- id: e8\n  type: THREATEN restrict\n  trigger: threatened\n  actors: Lome = TGO GOV\n"
    path = tmp_path / "a.yaml"
    path.write_text(ARTICLE.replace("says:", again + "says:"), encoding="utf-8")
    assert "same as e3" in slips(load_corpus([path]).articles)[0].message


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("twenty-one", {21}),
        ("1,200 people", {1200}),
        ("nine or ten", {9, 10}),
        ("a dozen", set()),
        ("two million", set()),
        ("some", set()),
        ("thirty", {30}),
        ("two of 30", set()),
        ("five officers and a cleaner", set()),
    ],
)
def test_numbers_in(words, numbers):
    assert numbers_in(words) == numbers
