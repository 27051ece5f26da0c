"""Types of the user's own: loaded, tried on their examples, refused with reasons."""

from pathlib import Path

import pytest
import yaml

from dragoman.codebook import load_codebook
from dragoman.codebook.own import forms, marked
from dragoman.errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / "examples" / "codebook-press-and-sea.yaml"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("board", {"board", "boards", "boarded", "boarding"}),
        ("seize", {"seize", "seizes", "seized", "seizing"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("stop", {"stop", "stops", "stopped", "stopping"}),
        ("pick up", {"pick up", "picks up", "picked up", "picking up"}),
        ("crush", {"crush", "crushes", "crushed", "crushing"}),
    ],
)
def test_forms(word, expected):
    assert expected <= set(forms(word))


def test_example_codebook_reads_its_examples_and_unseen_sentences():
    book = load_codebook(EXAMPLE)
    assert book.name == "press-and-sea"
    assert book.types["PRESS_ARREST"].parent == "COERCE"
    assert book.plover("PRESS_ARREST") == "COERCE"
    assert book.score("PRESS_ARREST") == -7.5
    assert book.score("SHIP_SEIZURE") == -7.0
    assert book.cameo("PRESS_ARREST", "arrest") == "173"
    right = total = 0
    for own in book.own:
        for text, fits in own.examples:
            trigger, sentence = marked(text)
            right += (
                own.name == book.narrow("COERCE", "arrest", trigger=trigger, sentence=sentence)
            ) == fits
            total += 1
    assert (right, total) == (24, 24)


@pytest.mark.parametrize(
    ("type_", "mode", "text", "expected"),
    [
        ("COERCE", "arrest", "Gambian police [detained] a camerawoman overnight.", "PRESS_ARREST"),
        ("COERCE", "seize", "The navy [seizes] boats here every week.", "SHIP_SEIZURE"),
        ("COERCE", "seize", "Rangers [seized] a lorry of timber.", None),
        ("COERCE", "restrict", "Police [detained] an editor.", None),
        ("ASSAULT", "abduct", "Gunmen [seized] a tanker.", None),
    ],
)
def test_unseen(type_, mode, text, expected):
    trigger, sentence = marked(text)
    book = load_codebook(EXAMPLE)
    assert book.narrow(type_, mode, trigger=trigger, sentence=sentence) == expected


def test_the_shipped_codebook_narrows_nothing():
    book = load_codebook()
    assert book.narrow("COERCE", "arrest", trigger="arrested", sentence="x") is None


def _changed(**changes):
    raw = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    raw["types"][0] |= changes
    return raw


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ([1], "not a YAML mapping"),
        ({"codebook": "x"}, "'types' must be a list"),
        (_changed(name="protest"), "must be capitals"),
        (_changed(name="PROTEST"), "is a PLOVER type"),
        (_changed(name="SHIP_SEIZURE"), "given twice"),
        (_changed(parent="COERSE"), "parent 'COERSE' is not one of"),
        (_changed(mode="strike"), "'strike' is no mode of COERCE"),
        (_changed(cues=[]), "needs 'cues"),
        (_changed(cues="arrest"), "cues must be a list"),
        (_changed(score=11), "score 11"),
        (_changed(definition=""), "needs a definition"),
        (_changed(examples=[]), "has 0 examples"),
        (_changed(cues=["jail"]), "no cue"),
        (_changed(near=[]), "matches but should not"),
        (_changed(cue=["jail"]), "perhaps 'cues'"),
        (_changed(examples=[{"text": "no trigger"}] * 12), "[trigger] in brackets"),
    ],
)
def test_refused_with_a_reason(tmp_path, raw, said):
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"D302") as caught:
        load_codebook(path)
    assert said in str(caught.value)


@pytest.mark.parametrize("content", [b"a: [", b"\xff\xfe\x00"])
def test_unreadable_file(tmp_path, content):
    path = tmp_path / "own.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="cannot be read"):
        load_codebook(path)


def test_missing_file(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_codebook(tmp_path / "none.yaml")
