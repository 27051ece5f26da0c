"""Agreement of two annotations."""

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.corpus import load_corpus
from dragoman.evaluate.corpus_agreement import agree
from tests.evaluate.test_corpus import ARTICLE


def annotated(tmp_path, text):
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    corpus = load_corpus([path])
    assert corpus.errors == ()
    return corpus.articles


@pytest.mark.parametrize(
    ("old", "new", "metric", "value"),
    [
        ("x", "x", "event_f1", 1.0),
        ("x", "x", "status", 1.0),
        ("ASSAULT firearms", "ASSAULT", "mode", 0.5),
        ("ASSAULT firearms", "COERCE", "event_f1", 0.5),
        ("place: Accra = GHA\n", "place: Accra = TGO\n", "place_f1", 0.5),
        ("  optional: yes\n", "", "event_precision", 1.0),
        ("  aux: future\n", "", "auxiliary_f1", 0.0),
        ("status: attributed\n  by: TGO", "status: reported", "status", 0.5),
    ],
)
def test_agreement(tmp_path, old, new, metric, value):
    first = annotated(tmp_path, ARTICLE)
    second = annotated(tmp_path, ARTICLE.replace(old, new))
    assert agree(first, second).metrics[metric] == value


def test_what_only_the_second_calls_optional_is_left_out(tmp_path):
    first = annotated(tmp_path, ARTICLE)
    extra = "- id: e9\n  type: REJECT\n  trigger: denied\n  actors: Ghana = GHA\n  optional: yes\n"
    second = annotated(tmp_path, ARTICLE.replace("says:", extra + "says:"))
    assert agree(first, second).metrics["event_f1"] == 1.0
    assert (
        agree(
            first,
            annotated(
                tmp_path, ARTICLE.replace("says:", extra.replace("  optional: yes\n", "") + "says:")
            ),
        ).metrics["event_precision"]
        == 0.6667
    )


def test_other_ids_or_texts_are_refused(tmp_path):
    first = annotated(tmp_path, ARTICLE)
    with pytest.raises(InputError, match="share no article id"):
        agree(first, annotated(tmp_path, ARTICLE.replace("lome-port", "other")))
    with pytest.raises(InputError, match="texts differ"):
        agree(first, annotated(tmp_path, ARTICLE.replace("killing two", "killing two men")))
