"""On whose word: attributions, their links to events, and the status that follows.

The annotator gives cues with the words of their source and content, and for each event the words of
who vouches and who denies. What is done here is plain: sources become parties, contents are laid
over triggers, a denial that names no event is led back to the events that it points at, and a table
turns all that into a status. Adding a denial adds a denier and can move the status; it never takes
an event or an assertion away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from dragoman.annotate.layers import Layers, RawAttribution, TokenSpan
from dragoman.records import Mention, QuoteKind, Span, Stance, Status, Words

STANCES: tuple[Stance, ...] = ("asserts", "denies", "doubts", "asks")
SPEECH_TYPES = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
OWN_SURE = 0.85  # from this chance on, what somebody vouches for is the document's own word too
DENIED_SURE = 0.8  # from this chance on, what the text tells is told by nobody but its deniers
# What is asked of somebody; named within the first words of what he turns down.
ASKS = frozenset(
    "pressure demand demands call calls request requests proposal proposals offer offers plea "
    "pleas appeal appeals ultimatum invitation invitations order orders plan plans bid bids".split()
)
ASK_WORDS = 4
OWN_MIN = 0.5  # from this chance on, what stands in reported speech is the document's own word too
REACH_CHARS = 900  # how far back a denial looks for what it denies
DEED_CHARS = 200  # how far behind an accusation its deed is told
# Who says nothing denies nothing.
SILENCE = re.compile(
    r"(?:declin\w+|refus\w+) to (?:be drawn|comment|say|speak|discuss|answer|respond|elaborate)"
    r"|no comment|(?:did|had|has|have) not (?:immediately )?(?:comment|respond|answer|repl)"
    r"|has (?:answered|responded|commented|replied)(?! (?:that|by))"
    r"|neither (?:to )?confirm\w* n?or (?:to )?den|unavailable for comment|not be reached"
)
SILENCE_CHARS = 90  # behind the words that name him
# Words by which somebody bears out what another told.
BEARING_OUT = re.compile(r"put|count|confirm|corroborat|verif|estimat|tall", re.I)
# Words by which somebody takes back what he said himself.
RETRACTING = re.compile(
    r"retract|recant|withdr[ae]wn?\b|t(?:ook|akes?|aken|aking) "
    r"(?:back|(?:the|his|her|its|their) "
    r"(?:statement|claim|story|report|charge|accusation|words?)\b)",
    re.I,
)
BEGINNING, ENDING = "([“\"‘'$€£", ")]”\"’'.%"
OPENING, CLOSING = '"“«', '"”»'
_QUOTE_OR_BREAK = re.compile('["“”«»\n]')

Resolve = Callable[[int, int], tuple[Mention, ...]]
Voice = tuple[str, tuple[str, ...]]  # a party by its chief sector


class Said(Struct, frozen=True, kw_only=True):
    """An attribution with its parties. `parent` is the place in the list of the attribution it
    stands in.
    """

    sources: tuple[Mention, ...]
    stance: Stance
    cue: Words
    content: tuple[Span, ...]
    quote: QuoteKind | None
    score: float
    source: Span | None = None  # all words that name the sources, as the annotator found them
    parent: int | None = None
    words: frozenset[str] = frozenset()  # of the content, in lower case
    # "He refused to comment": what is denied is an act to come, and nothing that was said before.
    refusal: bool = False


class Vouching(Struct, frozen=True, kw_only=True):
    """Who stands behind an event, who denies it, and through which attributions (places in the
    list).
    """

    asserted_by: tuple[Mention, ...] = ()
    denied_by: tuple[Mention, ...] = ()
    hidden: bool = False  # vouched for by a source that the text hides ("reportedly")
    said: tuple[int, ...] = ()
    hedged: bool = False
    only_denied: bool = False  # told in the words of a denial, and in nobody's assertion
    retracted: bool = False  # whoever told of it has taken it back, and nobody else vouches for it


def attributions(layers: Layers, text: str, resolve: Resolve) -> list[Said]:
    """All attributions of a text in the order of their cues, nested ones linked to the one around
    them.
    """
    quoted = quote_spans(text)
    found = [_said(a, layers, text, quoted, resolve) for a in layers.attributions]
    found.sort(key=lambda s: s.cue.span)
    parents = [_parent(s, i, found) for i, s in enumerate(found)]
    return [s if p is None else replace(s, parent=p) for s, p in zip(found, parents, strict=True)]


def _said(
    a: RawAttribution, layers: Layers, text: str, quoted: Sequence[Span], resolve: Resolve
) -> Said:
    def chars(span: TokenSpan) -> Span:
        return layers.starts[span[0]], layers.ends[span[1] - 1]

    cue = chars((a.cue[0][0], a.cue[0][1]))
    sources: list[Mention] = []
    for span in a.source:
        start, end = chars(span)
        sources += resolve(start, end)
    content = tuple(chars(s) for s in a.content)
    stance = max(STANCES, key=lambda s: (a.stance.get(s, 0.0), -STANCES.index(s)))
    return Said(
        sources=tuple(sources),
        stance=stance,
        cue=Words(text=text[cue[0] : cue[1]], span=cue),
        content=content,
        quote=quote_kind(content, quoted),
        score=a.score,
        source=without_commas(chars(a.source[0]), text) if a.source else None,
        words=frozenset(w for s, e in content for w in text[s:e].lower().split()),
        refusal=any(refuses_to_act(text[start:end]) for start, end in content[:1]),
    )


def without_commas(span: Span, text: str) -> Span:
    """`span` without the signs at its ends that set it off; brackets and quotation marks stay."""
    start, end = span
    while end - start > 1 and not (text[end - 1].isalnum() or text[end - 1] in ENDING):
        end -= 1
    while end - start > 1 and not (text[start].isalnum() or text[start] in BEGINNING):
        start += 1
    return start, end


def silent(text: str, span: Span) -> bool:
    """Whether whoever the words `span` name keeps silent, in what follows in the sentence."""
    behind = re.split(r"[.;\n]", text[span[1] : span[1] + SILENCE_CHARS], maxsplit=1)[0]
    return SILENCE.search(behind) is not None


def refuses_to_act(content: str) -> bool:
    """Whether what is turned down is no claim but something to do: "to leave", "pressure to arm
    Kyiv", "the latest demands"."""
    words = content.lower().split()
    return words[:1] == ["to"] or not ASKS.isdisjoint(words[:ASK_WORDS])


def says_nothing(text: str, span: Span) -> bool:
    """Whether the words `span` begin a refusal to speak: "declined to comment"."""
    return SILENCE.match(text, span[0]) is not None


def quote_spans(text: str) -> list[Span]:
    """The stretches between quotation marks; a paragraph that opens a quotation and does not close
    it runs to its end.
    """
    spans: list[Span] = []
    start: int | None = None
    for match in _QUOTE_OR_BREAK.finditer(text):
        i, c = match.start(), match.group()
        if start is None and c in OPENING:
            start = i
        elif start is not None and (c in CLOSING or c == "\n"):
            spans.append((start, i + (c != "\n")))
            start = None
    if start is not None:
        spans.append((start, len(text)))
    return spans


def quote_kind(content: Sequence[Span], quoted: Sequence[Span]) -> QuoteKind | None:
    """Direct where nearly all of the content stands in quotation marks, mixed where some does."""
    size = sum(end - start for start, end in content)
    if size == 0:
        return None
    inside = sum(
        min(end, b) - max(start, a)
        for start, end in content
        for a, b in quoted
        if a < end and start < b
    )
    return "direct" if inside >= 0.9 * size else "mixed" if inside else "indirect"


def _parent(said: Said, own: int, found: Sequence[Said]) -> int | None:
    """The smallest other attribution whose content holds this one's cue."""
    around = [
        (sum(e - s for s, e in other.content), i)
        for i, other in enumerate(found)
        if i != own
        and holds(other.content, said.cue.span)
        and not holds(said.content, other.cue.span)
    ]
    return min(around)[1] if around else None


def holds(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the spans has all of `span` in it."""
    return any([start <= span[0] and span[1] <= end for start, end in spans])


class Claim(Struct, frozen=True, kw_only=True):
    """What the linking needs to know of an event."""

    type: str
    trigger: Span
    actors: frozenset[str]
    recipients: frozenset[str]
    sources: tuple[Mention, ...]  # as the annotator found them for this event
    deniers: tuple[Mention, ...]
    own_act: Span | None = None  # the cue of the attribution that the event itself is ("accused")
    reported: float = 1.0  # the annotator's probability that the document says it itself
    hedged: bool = False  # words beside the trigger keep it at a distance ("purported")
    doers: frozenset[Voice] = frozenset()  # the actors with their sectors
    denied: float = 0.0  # the annotator's probability that only a denial tells of it
    negated: bool = False  # the text tells that it did not happen
    lemma: str = ""  # of the trigger's head


def voices(mentions: Sequence[Mention]) -> frozenset[Voice]:
    """Who they are, with the branch of their state that they speak for."""
    return frozenset((m.party, m.sectors[:1]) for m in mentions if m.party)


def vouchings(claims: Sequence[Claim], said: Sequence[Said]) -> list[Vouching]:
    """Who vouches for each event and who denies it.

    An attribution bears on an event if its content holds the trigger (the innermost asserting one
    counts, a denial wherever it stands), if the annotator named its source for the event, or if it
    is a denial without an event of its own and points back at it.
    """
    claims = _narrowed([_settled(c, said) for c in claims], said)
    out = []
    back = _pointing_back(claims, said)
    taken = _taken_back(claims, said)
    for number, claim in enumerate(claims):
        asserted, denied = list(claim.sources), _free_to_deny(claim)
        hidden, used = False, []
        for i, s in enumerate(said):
            if i in taken.get(number, ()):
                used.append(i)
                continue
            speaks_it = claim.own_act is not None and _overlap(s.cue.span, claim.own_act)
            inside = holds(s.content, claim.trigger) and not speaks_it
            if s.stance == "denies" and (_refuses(claim, s) or (claim.negated and inside)):
                continue
            if s.stance == "denies" and (inside or number in back.get(i, ())):
                # Of those who deny together what they point back at, whoever did it.
                denied += [m for m in s.sources if inside or m.party in claim.actors]
                used.append(i)
            elif inside:
                unnamed = s.stance == "asserts" and not s.sources
                hidden = hidden or unnamed
                if unnamed or _same(s.sources, (*claim.sources, *claim.deniers)):
                    used.append(i)
        by = [said[i] for i in taken.get(number, ())]
        asserted, denied = _without(asserted, by), _without(denied, by)
        if by:  # whoever else stands near does not tell it
            telling = {m.span for s in _telling(claim, said, "asserts") for m in s.sources}
            asserted = [m for m in asserted if m.span in telling]
        retracted = bool(by) and not asserted
        if retracted and not denied:
            denied = [m for s in by for m in s.sources]
        out.append(
            Vouching(
                asserted_by=_once(asserted),
                denied_by=_once(denied),
                hidden=hidden and not retracted,
                said=tuple(used),
                hedged=claim.hedged,
                only_denied=_inside(claim, said, "denies") and not _inside(claim, said, "asserts"),
                retracted=retracted,
            )
        )
    return [_without_accused(k, claims, out) for k in range(len(claims))]


def _without_accused(own: int, claims: Sequence[Claim], found: Sequence[Vouching]) -> Vouching:
    """Who is charged denies the deed, not that somebody charged him: "said that Congo had accused
    his country of sending troops; no soldier had moved"."""
    claim, mine = claims[own], found[own]
    denied = {m.party for m in mine.denied_by} & claim.recipients
    if claim.type != "ACCUSE" or not denied:
        return mine
    deeds = [
        v for c, v in zip(claims, found, strict=True)
        if 0 < c.trigger[0] - claim.trigger[0] <= DEED_CHARS and c.actors & denied
    ]  # fmt: skip
    answered = {m.party for v in deeds for m in v.denied_by} & denied
    free = tuple(m for m in mine.denied_by if m.party not in answered)
    return replace(mine, denied_by=free)


def _settled(claim: Claim, said: Sequence[Said]) -> Claim:
    """The claim with those sources and deniers that can be, of those that the annotator named."""
    claim = _without_own_charge(_as_said(claim, said), said)
    return _without_strangers(_with_speakers(_with_free_sources(claim), said), said)


def _telling(claim: Claim, said: Sequence[Said], stance: Stance) -> list[Said]:
    """The attributions of that stance whose content holds the trigger."""
    return [s for s in said if s.stance == stance and holds(s.content, claim.trigger)]


def _taken_back(claims: Sequence[Claim], said: Sequence[Said]) -> dict[int, list[int]]:
    """For each event the attributions by which somebody takes it back: "withdrew a report that
    ...", or "retracted its report" of what the same voice told last."""
    found: dict[int, list[int]] = {}
    for i, s in enumerate(said):
        if s.stance == "asserts" or not s.sources or not RETRACTING.search(s.cue.text):
            continue
        inside = [k for k, c in enumerate(claims) if holds(s.content, c.trigger)]
        for k in inside or _told_before(s, claims, said):
            found.setdefault(k, []).append(i)
    return found


def _told_before(s: Said, claims: Sequence[Claim], said: Sequence[Said]) -> list[int]:
    """The events in what the same voice asserted last before an attribution."""
    own, at = voices(s.sources), s.cue.span[0]
    for other in reversed(said):
        away = at - other.cue.span[0]
        if other.stance == "asserts" and 0 < away <= REACH_CHARS and own & voices(other.sources):
            return [k for k, c in enumerate(claims) if holds(other.content, c.trigger)]
    return []


def _without(mentions: Sequence[Mention], by: Sequence[Said]) -> list[Mention]:
    """The mentions without those who take their word back."""
    gone = frozenset().union(*(voices(s.sources) for s in by))
    return [
        m
        for m in mentions
        if (m.party, m.sectors[:1]) not in gone
        and not any(s.source is not None and _overlap(m.span, s.source) for s in by)
    ]


def _as_said(claim: Claim, said: Sequence[Said]) -> Claim:
    """Who says that something did not happen vouches for what the text tells: that it did not."""
    if not claim.negated:
        return claim
    saying = [m for s in _telling(claim, said, "denies") for m in s.sources]
    if not saying:
        return claim
    told = {m.party for m in saying}
    deniers = tuple(m for m in claim.deniers if m.party not in told)
    return replace(claim, sources=_once((*claim.sources, *saying)), deniers=deniers)


def _without_own_charge(claim: Claim, said: Sequence[Said]) -> Claim:
    """The claim without those deniers who went on to charge another with it: "the movement brushed
    the charge aside and accused Israel in turn of ..."."""
    charging = {
        m.party: s.cue.span[0]
        for s in _telling(claim, said, "asserts")
        for m in s.sources
        if m.party not in claim.actors
    }
    deniers = tuple(m for m in claim.deniers if m.span[1] > charging.get(m.party, 0))
    return replace(claim, deniers=deniers) if len(deniers) < len(claim.deniers) else claim


def _refuses(claim: Claim, said: Said) -> bool:
    """Whether the denial is the refusal that the event itself is: "he says that he rejects it"."""
    parties = {m.party for m in said.sources if m.party}
    return claim.type == "REJECT" and bool(parties) and parties <= claim.actors


def _free_to_deny(claim: Claim) -> list[Mention]:
    """Of several deniers those who do not vouch for it: who lays an act at another's door does not
    deny it. Of those that are left, whoever has a part in it.

    Who did it may stand on both sides, where a state and its people speak with two voices.
    """
    vouch = {m.party for m in claim.sources if m.party} - claim.actors
    free = [m for m in claim.deniers if m.party not in vouch] or list(claim.deniers)
    return [m for m in free if m.party in claim.actors | claim.recipients] or free


def _with_free_sources(claim: Claim) -> Claim:
    """The claim with those of its sources who can vouch for it.

    Where the annotator is sure that the text only denies it, that is nobody. Of several sources it
    is not whoever did it and denies it, and of a source within another ("a report by the daily")
    the inner one, which speaks.
    """
    if claim.denied >= DENIED_SURE:
        return replace(claim, sources=(), deniers=claim.deniers or claim.sources)
    inner = [m for m in claim.sources if not any(_within(x.span, m.span) for x in claim.sources)]
    denying = {m.party for m in claim.deniers} & claim.actors
    free = [m for m in inner if m.party and m.party not in denying]
    return replace(claim, sources=tuple(free or inner))


def _without_strangers(claim: Claim, said: Sequence[Said]) -> Claim:
    """Of several sources those that say it, those who did it, and those who bear it out ("the army
    put the toll at two"): where somebody says it in so many words, any other only stands near."""
    saying = {m.span for s in _telling(claim, said, "asserts") for m in s.sources}
    if len(claim.sources) < 2 or not any(m.span in saying for m in claim.sources):
        return claim
    for s in said:
        if s.stance == "asserts" and BEARING_OUT.match(s.cue.text):
            saying |= {m.span for m in s.sources}
    kept = tuple(m for m in claim.sources if m.span in saying or m.party in claim.actors)
    return replace(claim, sources=kept)


def _within(inner: Span, outer: Span) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _inside(claim: Claim, said: Sequence[Said], stance: Stance) -> bool:
    """Whether the trigger stands in what somebody else says with that stance."""
    return any(
        s.stance == stance
        and holds(s.content, claim.trigger)
        and not (claim.own_act is not None and _overlap(s.cue.span, claim.own_act))
        for s in said
    )


def _with_speakers(claim: Claim, said: Sequence[Said]) -> Claim:
    """The claim vouched for by who says it: the sources of the innermost assertion that its trigger
    stands in, without those whom the annotator knows to deny it.

    That is so where the annotator names nobody and does not take it for the document's own word,
    and where it names only those who report that another says it.
    """
    if not claim.sources and claim.reported >= OWN_MIN and not claim.hedged:
        return claim
    around = [
        (sum(end - start for start, end in s.content), i)
        for i, s in enumerate(said)
        if s.stance == "asserts"
        and s.sources
        and holds(s.content, claim.trigger)
        and not (claim.own_act is not None and _overlap(s.cue.span, claim.own_act))
    ]
    if not around:
        return claim
    speaker = said[min(around)[1]]
    if not {m.span for m in claim.sources} <= _reporters(speaker, said):
        return claim
    against = {m.party for m in claim.deniers if m.party}
    free = tuple(m for m in speaker.sources if m.party not in against)
    return replace(claim, sources=free or claim.sources)


def _reporters(speaker: Said, said: Sequence[Said]) -> set[Span]:
    """The words that name the sources of the attributions that `speaker` stands in."""
    around: set[Span] = set()
    while speaker.parent is not None:
        speaker = said[speaker.parent]
        around |= {m.span for m in speaker.sources}
    return around


def _pointing_back(claims: Sequence[Claim], said: Sequence[Said]) -> dict[int, tuple[int, ...]]:
    """For each denial without an event in its content, the events before it that it denies.

    Those are what was last laid at the denier's door by somebody else: the events of the nearest
    sentence before (or around) the denial that the denier answers for.
    """
    links: dict[int, tuple[int, ...]] = {}
    for i, s in enumerate(said):
        if (
            s.stance != "denies"
            or s.refusal
            or any(holds(s.content, c.trigger) and c.type not in SPEECH_TYPES for c in claims)
        ):
            continue
        near = [
            (s.cue.span[0] - c.trigger[0], k)
            for k, c in enumerate(claims)
            if 0 < s.cue.span[0] - c.trigger[0] <= REACH_CHARS and _answers(s, c)
        ]
        if near:
            closest = min(near)[0]
            meant = [k for distance, k in sorted(near) if distance <= closest + 120]
            links[i] = tuple([k for k in meant if _takes_up(s, claims[k])] or meant)
    return links


def _narrowed(claims: Sequence[Claim], said: Sequence[Said]) -> list[Claim]:
    """The claims without deniers who, of several, take up another one in so many words: "called the
    hacking charge absurd", "denied having supplied the drone"."""
    aimed: dict[Span, set[int]] = {}
    for denier in {m.span for c in claims for m in c.deniers}:
        for s in said:
            if s.source is not None and _overlap(s.source, denier):
                found = {k for k, c in enumerate(claims)
                         if _denied_by(c, denier) and _takes_up(s, c)}  # fmt: skip
                aimed[denier] = aimed.get(denier, set()) | found
        if not aimed.get(denier):  # who is charged denies what he did, not what others promised him
            aimed[denier] = {
                k for k, c in enumerate(claims) for m in c.deniers
                if m.span == denier and m.party in c.actors
            }  # fmt: skip
    return [
        replace(c, deniers=tuple(m for m in c.deniers if k in (aimed.get(m.span) or {k})))
        for k, c in enumerate(claims)
    ]


def _denied_by(claim: Claim, denier: Span) -> bool:
    return any(m.span == denier for m in claim.deniers)


def _takes_up(said: Said, claim: Claim) -> bool:
    """Whether the content of an attribution holds an event's trigger, or its word again."""
    if holds(said.content, claim.trigger):
        return True
    stem = claim.lemma.removesuffix("e")
    return len(stem) > 2 and any(word.startswith(stem) for word in said.words)


def _answers(denial: Said, claim: Claim) -> bool:
    """Whether the denier did what somebody else vouches for.

    Two of one state are told apart by their sectors: the army answers for its soldiers to a
    hospital.
    """
    parties = {m.party for m in denial.sources if m.party}
    if not claim.sources or not parties & claim.actors:
        return False
    if not parties & {m.party for m in claim.sources}:
        return True
    own = voices(denial.sources)
    return bool(own & claim.doers) and not own & voices(claim.sources)


def _same(one: Sequence[Mention], other: Sequence[Mention]) -> bool:
    return bool({m.party for m in one if m.party} & {m.party for m in other})


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _once(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Each party once, its first mention; mentions without a party only where there is no other."""
    by_party: dict[str, Mention] = {}
    for m in mentions:
        if m.party is not None:
            by_party.setdefault(m.party, m)
    return tuple(by_party.values()) or tuple({m.span: m for m in mentions}.values())


def status_of(
    vouching: Vouching, chances: dict[str, float], *, own_act: bool = False
) -> tuple[Status, bool]:
    """The status by the table of the codebook, and whether the document says it in its own voice.

    `chances` are the annotator's probabilities of the statuses: they settle what the words of
    source and denier leave open, that is whether distance is taken, and whether the document itself
    vouches beside a denial that does not hold the event in its own words. A speech act that the
    document reports is its own word.
    """
    first = {
        s: chances.get(s, 0.0) for s in ("reported", "attributed", "alleged", "contested", "denied")
    }
    if vouching.denied_by:
        vouched = bool(vouching.asserted_by) or vouching.hidden
        if not vouched:
            own_word = first["reported"] >= OWN_MIN
            likely = first["contested"] >= first["denied"]
            vouched = own_word if vouching.only_denied else likely
        own = not vouching.asserted_by and not vouching.hidden
        vouched = vouched and not vouching.retracted
        return ("contested", own) if vouched else ("denied", False)
    own = not vouching.hedged and first["reported"] > first["attributed"] + first["alleged"]
    if vouching.asserted_by:
        if own and (own_act or first["reported"] > OWN_SURE):
            return "reported", True
        distant = vouching.hedged or first["alleged"] > first["attributed"]
        return ("alleged", False) if distant else ("attributed", False)
    if vouching.hedged:
        return "alleged", False
    if vouching.hidden or first["alleged"] > max(first["reported"], first["attributed"]):
        return ("alleged", False) if not own else ("reported", True)
    return "reported", True
