"""The gate itself: what passes, what fails, how floors rise, and that none falls in silence."""

import json

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.gate import (
    Check,
    Gate,
    add_to_changelog,
    judge,
    measure,
    read_gate,
    update,
    worse,
    write_gate,
)
from tests.evaluate.test_corpus import ARTICLE

CHECK = Check(task="syntax", file="a.conllu", sha256="1", floors={"upos": 0.9})


@pytest.mark.parametrize(
    ("name", "value", "floor", "tolerance", "expected"),
    [
        ("upos", 0.9, 0.9, 0.0, False),
        ("upos", 0.89, 0.9, 0.0, True),
        ("upos", 0.898, 0.9, 0.002, False),
        ("upos", 0.897, 0.9, 0.002, True),
        ("mean_absolute_error", 0.8, 0.9, 0.0, False),
        ("mean_absolute_error", 0.91, 0.9, 0.0, True),
    ],
)
def test_worse(name, value, floor, tolerance, expected):
    assert worse(name, value, floor, tolerance) is expected


@pytest.mark.parametrize(
    ("metrics", "digest", "said"),
    [
        ({"upos": 0.95}, "1", None),
        ({"upos": 0.85}, "1", "below its floor 0.9"),
        ({}, "1", "has no value"),
        ({"upos": None}, "1", "has no value"),
        ({"upos": 0.95}, "2", "not the data"),
    ],
)
def test_judge(metrics, digest, said):
    failures = judge(CHECK, metrics, digest, 0.001).failures
    assert (said is None) == (failures == ())
    assert said is None or said in failures[0]


def test_a_grown_corpus_is_noted_not_failed():
    check = Check(task="gold", file="corpus:dev", sha256="1", floors={"event_f1": 0.5})
    outcome = judge(check, {"event_f1": 0.6}, "2", 0.0)
    assert outcome.failures == ()
    assert "not the data" in outcome.notes[0]


def test_floors_rise_and_fall_only_with_a_reason():
    gate = Gate(tolerance=0.0, checks=(CHECK,))
    better, poorer = (judge(CHECK, {"upos": v}, "2", 0.0) for v in (0.95, 0.85))
    raised, fallen = update(gate, [better])
    assert (raised.checks[0].floors["upos"], raised.checks[0].sha256, fallen) == (0.95, "2", [])
    kept, fallen = update(gate, [poorer])
    assert (kept.checks[0].floors["upos"], fallen) == (0.9, [])
    lowered, fallen = update(gate, [poorer], lower="Smaller model.")
    assert lowered.checks[0].floors["upos"] == 0.85
    assert fallen == ["syntax a.conllu upos 0.9 to 0.85"]
    untouched, _ = update(gate, [])
    assert untouched == gate


def test_changelog():
    text = "# Changelog\n\n## 0.2.0 (unreleased)\n\n- Older line\n"
    changed = add_to_changelog(text, ["a upos 0.9 to 0.8", "b las 0.8 to 0.7"], "Smaller model.")
    line = "- Lower floors. Smaller model: a upos 0.9 to 0.8; b las 0.8 to 0.7."
    assert changed == f"# Changelog\n\n## 0.2.0 (unreleased)\n\n{line}\n\n- Older line\n"
    with pytest.raises(InputError):
        add_to_changelog("nothing", ["x"], "y")


def test_gate_files_go_out_and_come_back(tmp_path):
    gate = Gate(
        tolerance=0.002,
        checks=(
            CHECK,
            Check(
                task="relations", file="b.tsv", sha256="", limit=5, labels="plv", floors={"x": 1.0}
            ),
        ),
    )
    write_gate(tmp_path / "gate.json", gate)
    assert read_gate(tmp_path / "gate.json") == gate


@pytest.mark.parametrize("content", ["{", "{}", '{"tolerance": 0, "checks": [{"tusk": 1}]}'])
def test_bad_gate_file(tmp_path, content):
    path = tmp_path / "gate.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="D401"):
        read_gate(path)
    with pytest.raises(InputError, match="D105"):
        read_gate(tmp_path / "none.json")


def test_without_data_only_the_corpus_is_measured(tmp_path):
    (tmp_path / "corpus" / "articles").mkdir(parents=True)
    article = ARTICLE.replace("id: lome-port", "id: lome-port-3")
    (tmp_path / "corpus" / "articles" / "a.yaml").write_text(article, encoding="utf-8")
    checks = [CHECK] + [
        Check(task="gold", file=f"corpus:{split}", sha256="", floors={"n": 1})
        for split in ("train", "dev", "test")
    ]
    outcomes, left_out = measure(
        Gate(tolerance=0.0, checks=tuple(checks)),
        data=None,
        corpus=tmp_path / "corpus",
        score=lambda check, items: {"n": len(items)},
    )
    assert left_out == ["syntax a.conllu"]
    assert sorted(o.metrics["n"] for o in outcomes) == [0, 0, 1]


def test_with_data_the_files_digest_is_checked(tmp_path):
    (tmp_path / "a.conllu").write_text("1\tx\tx\tX\t_\t_\t0\troot\t_\t_\n\n", encoding="utf-8")
    gate = Gate(tolerance=0.0, checks=(CHECK,))
    outcomes, _ = measure(
        gate, data=tmp_path, corpus=tmp_path, score=lambda check, items: {"upos": 1.0}
    )
    assert "not the data" in outcomes[0].failures[0]
    again, _ = measure(
        update(gate, outcomes)[0],
        data=tmp_path,
        corpus=tmp_path,
        score=lambda check, items: {"upos": 1.0},
    )
    assert again[0].failures == ()


def test_the_gate_of_this_project_is_readable():
    from pathlib import Path

    path = Path(__file__).parents[1] / "gate.json"
    gate = read_gate(path)
    assert gate.checks
    assert json.loads(path.read_text(encoding="utf-8"))["tolerance"] == gate.tolerance
    for check in gate.checks:
        assert check.floors
