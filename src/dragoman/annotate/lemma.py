"""Lemmas as edit scripts: a script turns a word form into its lemma, and is what the model
predicts.

A script is `CASE:CUT:ADD`, "lower the word, cut CUT characters from its end, put ADD there", or
`CASE:=LEMMA` where the two share no beginning (`went` -> `go`). CASE is `l` (leave lower), `t`
(capital first) or `u` (all capitals). After Straka (2018), UDPipe 2.0, section 3.
"""

from __future__ import annotations

from dataclasses import dataclass


def script(form: str, lemma: str) -> str:
    """The edit script that makes `lemma` of `form`."""
    low, goal = form.lower(), lemma.lower()
    if lemma == goal:
        case = "l"
    elif lemma == lemma.upper() and len(lemma) > 1:
        case = "u"
    else:
        case = "t"
    shared = 0
    while shared < min(len(low), len(goal)) and low[shared] == goal[shared]:
        shared += 1
    if shared == 0:
        return f"{case}:={goal}"
    return f"{case}:{len(low) - shared}:{goal[shared:]}"


@dataclass(frozen=True, slots=True)
class Edit:
    """A script read once: how many characters to cut and what to add, or the whole lemma."""

    case: str
    cut: int
    add: str
    whole: str | None

    @classmethod
    def of(cls, script: str) -> Edit:
        case, rest = script.split(":", 1)
        if rest.startswith("="):
            return cls(case, 0, "", rest[1:])
        cut, add = rest.split(":", 1)
        return cls(case, int(cut), add, None)

    def apply(self, form: str) -> str:
        """What the script makes of `form`; `form` in lower case if it does not fit."""
        lemma = form.lower()
        if self.whole is not None:
            lemma = self.whole
        elif self.cut < len(lemma):
            lemma = lemma[: len(lemma) - self.cut] + self.add
        if self.case == "l":
            return lemma
        return lemma.upper() if self.case == "u" else lemma[:1].upper() + lemma[1:]


def apply(form: str, edit: str) -> str:
    """What the script `edit` makes of `form`."""
    return Edit.of(edit).apply(form)
