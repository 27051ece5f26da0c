"""Lemmas as edit scripts: a script turns a word form into its lemma, and is what the model
predicts.

A script is `CASE:CUT:ADD`, "lower the word, cut CUT characters from its end, put ADD there", or
`CASE:=LEMMA` where the two share no beginning (`went` -> `go`). CASE is `l` (leave lower), `t`
(capital first) or `u` (all capitals). After Straka (2018), UDPipe 2.0, section 3.
"""

from __future__ import annotations


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


def apply(form: str, edit: str) -> str:
    """What the script `edit` makes of `form`; `form` in lower case if it does not fit."""
    case, rest = edit.split(":", 1)
    low = form.lower()
    if rest.startswith("="):
        lemma = rest[1:]
    else:
        cut, add = rest.split(":", 1)
        count = int(cut)
        lemma = low[: len(low) - count] + add if count < len(low) else low
    if case == "u":
        return lemma.upper()
    if case == "t":
        return lemma[:1].upper() + lemma[1:]
    return lemma
