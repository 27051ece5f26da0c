"""Other words for the same act.

A trigger or cue is now and then shown to the network as another word of the same meaning that fits
the same frame ("Police arrested / nabbed / rounded up"), so that it learns from the sentence and
knows rarer words. The words come from the training examples themselves and from `lexicon.tsv`
beside this file (columns: type, mode, part of speech, frame, lemmas), with the forms of
`irregular.tsv` where a rule would spell them wrongly.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from training.data import Example

PREPOSITIONS = frozenset(
    "of on at with against to for from into over in by about between behind under".split()
)
TELLING = 0.35  # share of a word's occurrences that have the meaning, to be taken as having it
LEXICON = Path(__file__).parent / "lexicon.tsv"
IRREGULAR = Path(__file__).parent / "irregular.tsv"


class Slot(NamedTuple):
    """What another word must share with the one it takes the place of."""

    kind: str  # the event's type and chief mode, or CUE and the stance
    upos: str
    ending: str
    frame: str
    vowel: str  # the article before it, which asks for its first sound


class Form(NamedTuple):
    lemma: str
    upos: str
    ending: str


def add_other_words(examples: list[Example]) -> None:
    """Fills `Example.others` of every example with tags."""
    mine = [e for e in examples if e.tags is not None]
    slots = [list(_slots(e)) for e in mine]
    pools = _pools(mine, slots)
    lexicon = _lexicon(_forms(examples))
    for slot, words in pools.items():
        words |= {
            w
            for w in lexicon.get(slot._replace(vowel=""), ())
            if not slot.vowel or (slot.vowel == "an") == (w[0] in "aeiou")
        }
    choices = {slot: tuple(sorted(words)) for slot, words in pools.items() if len(words) > 2}
    for e, found in zip(mine, slots, strict=True):
        e.others = {at: choices[slot] for at, slot in found if slot in choices}


def _pools(examples: list[Example], slots: list[list[tuple[int, Slot]]]) -> dict[Slot, set[str]]:
    """For each slot the words seen in it that mean the same wherever they stand: `took` says
    nothing without its object, `abducted` does."""
    all_, own = Counter[str](), Counter[tuple[str, str]]()
    for e, found in zip(examples, slots, strict=True):
        all_.update(w.lower() for w in e.words)
        own.update((e.words[at].lower(), _meaning(slot)) for at, slot in found)
    pools: dict[Slot, set[str]] = defaultdict(set)
    for e, found in zip(examples, slots, strict=True):
        for at, slot in found:
            word = e.words[at].lower()
            if own[word, _meaning(slot)] >= TELLING * all_[word]:
                pools[slot].add(word)
            else:
                pools[slot] |= set()
    return pools


def _meaning(slot: Slot) -> str:
    """The type of event, or the stance of those who speak."""
    return slot.kind if slot.kind.startswith("CUE") else slot.kind.split()[0]


def ending_of(upos: str, feats: str) -> str | None:
    """How a verb or noun with these UD features is spelt: its lemma, `s`, `ed`, `en` or `ing`;
    None for other words."""
    has = set(feats.split("|"))
    if upos == "NOUN":
        return "s" if "Number=Plur" in has else ""
    if upos != "VERB":
        return None
    if "VerbForm=Ger" in has or {"VerbForm=Part", "Tense=Pres"} <= has:
        return "ing"
    if "Tense=Past" in has:
        return "en" if "VerbForm=Part" in has else "ed"
    return "s" if {"Person=3", "Number=Sing", "VerbForm=Fin"} <= has else ""


def _slots(e: Example) -> Iterator[tuple[int, Slot]]:
    """Triggers and cues of a single word, with what another word there must share."""
    assert e.tree is not None
    assert e.tags is not None
    below: dict[int, list[int]] = defaultdict(list)
    for i, head in enumerate(e.tree[0]):
        if head != i:
            below[head].append(i)
    for at, kind in _kinds(e):
        upos, ending = e.tags.upos[at], ending_of(e.tags.upos[at], e.tags.feats[at])
        if ending is None or not e.words[at].isalpha() or e.words[at].isupper():
            continue
        deps = {e.tree[1][i].split(":")[0] if e.tree[1][i] != "nsubj:pass" else e.tree[1][i]
                for i in below[at]}  # fmt: skip
        if "compound" in deps and upos == "VERB":  # a particle: `shot down`
            continue
        before = e.words[at - 1].lower() if at else ""
        vowel = before if before in ("a", "an") else ""
        yield at, Slot(kind, upos, ending, _frame(e.words, at, upos, deps), vowel)


def _frame(words: list[str], at: int, upos: str, deps: set[str]) -> str:
    after = words[at + 1].lower() if at + 1 < len(words) else ""
    if upos == "NOUN":
        return after if after in PREPOSITIONS else "-"
    if "obj" in deps or "nsubj:pass" in deps:
        return "obj"
    if after in PREPOSITIONS:
        return after
    return "that" if "ccomp" in deps else "to" if "xcomp" in deps else "-"


def _kinds(e: Example) -> Iterator[tuple[int, str]]:
    """Places of triggers and cues with what they say; a word that is both is left alone."""
    found: dict[int, list[str]] = defaultdict(list)
    for x in e.events or ():
        start, end = x["trigger"]
        if end - start == 1:
            modes = x["modes"]
            found[start].append(f"{x['type']} {modes[0] if modes else '-'}")
        else:
            found[x["anchor"]].append("")
    for a in e.attributions or ():
        cue = a["cue"]
        if len(cue) == 1 and cue[0][1] - cue[0][0] == 1:
            found[a["anchor"]].append(f"CUE {a.get('stance') or '-'}")
    for at, kinds in found.items():
        if len(set(kinds)) == 1 and kinds[0]:
            yield at, kinds[0]


def _forms(examples: Iterable[Example]) -> dict[Form, str]:
    """How the treebanks spell a lemma with each ending."""
    counts: dict[Form, Counter[str]] = defaultdict(Counter)
    for e in examples:
        if e.upos is not None and e.feats is not None and e.lemma is not None:
            for word, upos, feats, lemma in zip(e.words, e.upos, e.feats, e.lemma, strict=True):
                if (ending := ending_of(upos, feats)) is not None:
                    counts[Form(lemma, upos, ending)][word.lower()] += 1
    out = {form: min(seen, key=lambda w: (-seen[w], w)) for form, seen in counts.items()}
    for row in _table(IRREGULAR):
        out |= {Form(row["lemma"], "VERB", ending): row[ending] for ending in ("ed", "en", "ing")}
    return out


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)


def _lexicon(forms: dict[Form, str]) -> dict[Slot, list[str]]:
    """Words of the lexicon with all endings, by the slots that they fit."""
    out: dict[Slot, list[str]] = defaultdict(list)
    for row in _table(LEXICON):
        kind, upos = f"{row['type']} {row['mode']}", row["pos"]
        for ending in ("", "s", "ed", "en", "ing") if upos == "VERB" else ("", "s"):
            out[Slot(kind, upos, ending, row["frame"], "")] += [
                forms.get(Form(lemma, upos, ending)) or inflected(lemma, ending)
                for lemma in row["words"].split()
            ]
    return out


def inflected(lemma: str, ending: str) -> str:
    """A regular verb or noun with its ending."""
    ending = "ed" if ending == "en" else ending
    if not ending:
        return lemma
    consonant = lemma[-1] not in "aeiou"
    if ending == "s":
        if lemma.endswith(("s", "x", "z", "ch", "sh")):
            return lemma + "es"
        return lemma[:-1] + "ies" if _consonant_y(lemma) else lemma + "s"
    if lemma.endswith("e"):
        stem = lemma if ending == "ing" and lemma.endswith(("ee", "oe", "ye")) else lemma[:-1]
        return stem + ending
    if ending == "ed" and _consonant_y(lemma):
        return lemma[:-1] + "ied"
    short = consonant and lemma[-1] not in "wxy" and sum(c in "aeiou" for c in lemma) == 1
    if short and len(lemma) > 2 and lemma[-2] in "aeiou":
        return lemma + lemma[-1] + ending
    return lemma + ending


def _consonant_y(lemma: str) -> bool:
    return lemma.endswith("y") and lemma[-2:-1] not in ("a", "e", "i", "o", "u", "")
