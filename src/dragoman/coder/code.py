"""From an article to its reading. The steps, in order:

1. annotate: the text becomes a `Doc` with syntax, roles, entities, cues and event triggers
(`annotate/`)
2. know who is about: names, descriptions and pronouns become parties (`who.py`)
3. find the words of time and the names of places (`when.py`, `where.py`)
4. find who says what (`whose_word.py`)
5. find what happened: triggers, types, modes and the words of each argument (`what.py`)
6. fill each event: parties, date, place, toll (here), and whom a refusal answers (`answers.py`)
7. drop what passes between private people (`scope.py`) and second mentions (`same.py`)
8. lay what is said over what happened: whose side was struck, as who charges tells it
(`charges.py`), who vouches, who denies, the status (`whose_word.py`)
9. write the records (here)
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from dragoman.annotate.component import load
from dragoman.codebook import Codebook, load_codebook
from dragoman.codebook.book import AUXILIARY
from dragoman.coder.answers import answered, as_asked, by_the_asked, taken_up
from dragoman.coder.charges import by_the_charged, struck, struck_abroad
from dragoman.coder.clauses import Clauses
from dragoman.coder.nature import by_nature
from dragoman.coder.noun_phrases import NounPhrases
from dragoman.coder.responsibility import owned
from dragoman.coder.same import Filled, merged
from dragoman.coder.scope import in_play, in_public_affairs, in_scope
from dragoman.coder.toll.casualties import Count, assigned, find_counts
from dragoman.coder.toll.casualty_words import Kind
from dragoman.coder.toll.figures import figures
from dragoman.coder.what import Found, confidence, fallback_arguments, find_events, symmetric
from dragoman.coder.when import Attacher, find_dates, historical, resolve_words, to_come
from dragoman.coder.where import Locator, PlaceFinder
from dragoman.coder.who import PartyResolver
from dragoman.coder.whose_word import (
    OWN_MIN,
    Claim,
    Said,
    Vouching,
    attributions,
    holds,
    says_nothing,
    silent,
    status_of,
    voices,
    vouchings,
)
from dragoman.identity import identity
from dragoman.intake import document
from dragoman.knowledge import Knowledge, load_knowledge
from dragoman.knowledge.places import Gazetteer, load_gazetteer
from dragoman.records import (
    Article,
    Attribution,
    Date,
    Event,
    Figure,
    Magnitude,
    Mention,
    Place,
    Reading,
    Sentence,
    Span,
    Words,
)
from dragoman.settings import Settings, load_settings

ARMED = frozenset({"ASSAULT", "MOBILIZE"})
UNARMED = frozenset({"police", "abduct", "destroy"})  # modes of those that are no soldiers' work
DOINGS = frozenset({"CONSULT", "COOPERATE", "MOBILIZE", "PROTEST"})  # not said, but done
WITHDRAWAL = frozenset({"withdraw", "ceasefire"})
HARMING = frozenset({"ASSAULT", "COERCE"})  # whose recipients are people, where they are a town
# What is done to each other: blows, exchanges of prisoners, treaties.
BLOWS = re.compile(r"exchang|swap|trad(?:e|ing)|clash|skirmish|firefight|duel|battl|fight|fought")
RECIPROCAL = {"ASSAULT": BLOWS, "RETREAT": BLOWS, "SUPPORT": re.compile(r"sign(?:s|ed|ing)?$")}
# Modes of what holds for everybody: few facts of the corpus name a recipient for them.
UNAIMED = frozenset({"curfew", "martial-law"})
# Words before what is talked about.
TOPICAL = frozenset("about over regarding concerning encompassing covering addressing".split())
LOWER = frozenset({"acl", "advcl", "ccomp"})  # clauses that hang on a word
AT_HOME = frozenset({"COERCE", "MOBILIZE", "PROTEST", "RETREAT", "SANCTION"})
ANSWERS = frozenset({"ACCUSE", "PROTEST", "REJECT", "SUPPORT"})  # speak of what another did
ACTORLESS = "the text names nobody who did it"
PERSON = ("PER", "PERSON")
PLACES = ("LOC", "GPE", "FAC")


@dataclass(frozen=True)
class _Desk:
    """What is open while one article is coded."""

    doc: Doc
    article: Article
    people: Sequence[SpacySpan]  # the names of people
    who: PartyResolver
    phrases: NounPhrases
    dates: tuple[Date, ...]
    attacher: Attacher
    finder: PlaceFinder
    locator: Locator
    counts: Sequence[Count]


class Coder:
    """Turns articles into readings. Holds the model and the tables, and no state of any article."""

    def __init__(
        self, nlp: Language, knowledge: Knowledge, gazetteer: Gazetteer, codebook: Codebook
    ) -> None:
        self._nlp = nlp
        self._knowledge = knowledge
        self._gazetteer = gazetteer
        self._codebook = codebook

    @classmethod
    def load(cls, settings: Settings | None = None) -> Coder:
        """The shipped model and tables, with the user's table of parties and codebook where
        settings name them.

        Raises `ModelError` for the model, `ConfigError` for a table or codebook of the user's.
        """
        settings = settings or load_settings()
        extra, book = settings.text("knowledge"), settings.text("codebook")
        return cls(
            load(),
            load_knowledge(Path(extra) if extra else None),
            load_gazetteer(),
            load_codebook(Path(book) if book else None),
        )

    @property
    def nlp(self) -> Language:
        """The pipeline by which texts are annotated."""
        return self._nlp

    def read(self, article: Article) -> Reading:
        """What one article says. The article is taken as prepared: see `intake.prepare`."""
        desk = self._open(article)
        said = attributions(
            desk.doc._.dragoman_layers, article.text, lambda s, e: _people((s, e), desk)
        )
        doc = desk.doc
        found = [f for f in find_events(doc) if _is_act(f, doc, article.text)]
        counted = assigned(desk.doc, desk.counts, found)
        filled: list[Filled] = []
        for one, own in zip(found, counted, strict=True):
            event = by_the_asked(self._fill(one, own, found, desk), filled)
            event = _at_whom(answered(event, filled), filled, desk)
            filled.append(as_asked(event, filled))
        filled = owned(filled, said, article.text, lambda span: desk.who.names_party(*span))
        # Whose hand it was is told after merging: "Israel" and "its army" are of one fact.
        public = [e for e in filled if in_scope(e) and not in_play(e, doc[e.found.anchor].sent)]
        once = merged(public)
        if not in_public_affairs(once, len(desk.who.sentences)):
            once = []
        events = [apart(_struck(by_part(_by_organ(e, desk), desk.who), once, desk)) for e in once]
        vouching = vouchings([_claim(e, desk) for e in events], said)
        records = _Records(desk, self._codebook, events, said, vouching)
        dateline = desk.locator.dateline
        return Reading(
            document=document(article, dateline=dateline.text if dateline else None),
            events=records.events(),
            attributions=records.attributions(),
            entities=desk.who.entities(),
            warnings=article.warnings,
            coder=identity(),
        )

    def _open(self, article: Article) -> _Desk:
        doc = self._nlp(article.text)
        people = tuple(e for e in doc.ents if e.label_ in PERSON)
        clauses = Clauses(article.text)
        dates = find_dates(doc, article.published, clauses=clauses)
        # Dates and places need no more than the text, which a Doc puts together at every asking.
        finder = PlaceFinder(article.text, article, self._gazetteer)
        places = finder.places()
        attacher = Attacher(article.text, dates, clauses=clauses)
        locator = Locator(
            article.text,
            places,
            home=article.publisher_country,
            clauses=clauses,
            people=_not_behind_places(people),
        )
        who = PartyResolver(doc, article, self._knowledge, places)
        phrases, counts = NounPhrases(doc), find_counts(doc)
        return _Desk(doc, article, people, who, phrases, dates, attacher, finder, locator, counts)

    def _fill(
        self, found: Found, own: Mapping[Kind, Count], others: Sequence[Found], desk: _Desk
    ) -> Filled:
        spans = dict(found.arguments)
        if "ACTOR" not in spans:
            spans.update(fallback_arguments(found, desk.doc))
        # Who joins in acts too; what is done is done to whom the words name.
        joint = [s for a in spans.get("ACTOR", ()) for s in desk.phrases.coordinated(a)]
        given = [s for s in spans.get("RECIPIENT", ()) if _may_receive(s, found, desk.doc)]
        aimed = [w for s in given for w in _meant(s, found, desk)]
        actors = self._parties(joint, found, desk) or self._likeliest("ACTOR", (), found, desk)
        each_other = _clash(found, actors, desk.doc)
        recipients = () if each_other else self._parties(aimed, found, desk)
        if not (aimed or each_other or UNAIMED.intersection(found.modes[:1])):
            recipients = self._likeliest("RECIPIENT", actors, found, desk)
        if symmetric(found.type) and not actors:
            actors, recipients = recipients, ()
        # Nobody does it to himself: the same party on both sides counts twice only where its
        # sectors (a government, its protesters) set the sides apart.
        mine = {(m.party, m.sectors[:1]) for m in actors if m.party}
        named = tuple(m for m in recipients if (m.party, m.sectors[:1]) not in mine)
        if recipients and not named:
            named = self._likeliest("RECIPIENT", actors, found, desk)
        # Who meets somebody is of those who meet, and nobody whom the text sets apart from them.
        recipients = named if symmetric(found.type) else named or recipients
        triggers = [f.trigger.span for f in others if f is not found]
        date = _date(found, triggers, desk)
        place, why = _place(found, triggers, actors, desk)
        if not recipients and place is not None and found.modes[:1] == ("visit",):
            recipients = _hosts(place, actors, found, desk)
        reasons = {} if place is not None or not why else {"place": why}
        if not actors:
            reasons["actors"] = ACTORLESS
        found = _dated(found, date, desk.article.published)
        return Filled(
            found=found,
            actors=actors,
            recipients=recipients,
            date=date,
            place=place,
            magnitude=_magnitude(found, own, desk),
            reasons=reasons,
        )

    def _likeliest(
        self, label: str, others: Sequence[Mention], found: Found, desk: _Desk
    ) -> tuple[Mention, ...]:
        """The parties of the likeliest candidate that names any and stands apart from `others`.

        Whom a clause does not name was named before it; who acts may also be named behind it, and
        who acts by a noun ("concerns") is first of all the subject of the clause. Where a thing is
        refused ("allegations"), nobody is looked for behind it.
        """
        taken = {(m.party, m.sectors[:1]) for m in others}
        end = desk.doc[found.anchor].sent.end_char
        spans = found.candidates.get(label, ())
        if label == "ACTOR":
            spans = desk.phrases.subjects_first(found.anchor, spans)
        for span in spans:
            if label == "RECIPIENT" and span[0] >= end:
                continue
            words = desk.phrases.phrase(span)
            if (label, found.type) == ("RECIPIENT", "REJECT") and not desk.who.describes(*words):
                return ()
            parties = self._parties(_meant(span, found, desk), found, desk)
            if any(m.party for m in parties) and not any(
                (m.party, m.sectors[:1]) in taken for m in parties
            ):
                return parties
        return ()

    def _parties(self, spans: Sequence[Span], found: Found, desk: _Desk) -> tuple[Mention, ...]:
        out: dict[tuple[str | None, tuple[str, ...]], Mention] = {}
        # Beside words that name somebody, those that name a thing ("matters") are nobody.
        unique = tuple(dict.fromkeys(spans))
        named = tuple(s for s in unique if desk.who.describes(*s))
        for start, end in named or unique:
            for m in desk.who.mentions(start, end):
                out.setdefault((m.party, m.sectors[:1] if m.party else (m.text,)), m)
        known = tuple(m for m in out.values() if m.party)
        return known or tuple(out.values())


def _at_whom(event: Filled, before: Sequence[Filled], desk: _Desk) -> Filled:
    """A protest, charge, refusal or word of praise whose sentence names nobody that it is aimed at,
    with whoever did or made the thing that it speaks of: "in protest at the verdict", "against a
    new Tunisian tax", "welcomed the move"."""
    kind, anchor = event.found.type, event.found.anchor
    start = desk.doc[anchor].sent.start_char
    if kind not in ANSWERS or any(m.span[1] > start for m in event.recipients):
        return event
    if _clash(event.found, event.actors, desk.doc):
        return event
    noun = _against(desk.doc, anchor) if kind == "PROTEST" else _object(desk.doc, anchor)
    if noun is None:
        return event
    words = desk.phrases.phrase((noun.idx, noun.idx + len(noun)))
    if not desk.who.names_party(*words):
        return taken_up(event, noun.lower_, before)
    if kind != "PROTEST":
        return event
    named = tuple(m for m in desk.who.mentions(*words) if m.party)
    return replace(event, recipients=named)


def _object(doc: Doc, anchor: int) -> Token | None:
    """The noun that a verb acts on."""
    objects = (t for t in doc[anchor].children if t.dep_ in ("obj", "nsubj:pass"))
    return next((t for t in objects if t.pos_ == "NOUN"), None)


def _against(doc: Doc, anchor: int) -> Token | None:
    """The noun behind "against", or behind "in protest at", in the rest of the sentence."""
    end = doc[anchor].sent.end
    for word in doc[anchor + 1 : end]:
        at = word.lower_ == "at" and doc[word.i - 1].lower_ == "protest"
        if at or word.lower_ == "against":
            nouns = [
                t for t in doc[word.i + 1 : min(word.i + 6, end)] if t.pos_ in ("NOUN", "PROPN")
            ]
            return nouns[0] if nouns else None
    return None


def _may_receive(span: Span, found: Found, doc: Doc) -> bool:
    """Whether words may be whom something is done to: not "there", nor what people meet about
    ("for discussions encompassing North Korea")."""
    words = doc.char_span(*span, alignment_mode="expand")
    if words is None:
        return True
    if len(words) == 1 and words[0].pos_ == "ADV":
        return False
    if found.type != "CONSULT":
        return True
    before = next(
        (t for t in reversed(doc[max(words.start - 3, 0) : words.start]) if t.pos_ != "DET"), None
    )
    return before is None or before.lower_ not in TOPICAL


def _clash(found: Found, actors: Sequence[Mention], doc: Doc) -> bool:
    """Whether those who act do it to each other: "Indian and Chinese troops exchanged fire", "Iran
    and Qatar signed a protocol"."""
    known = RECIPROCAL.get(found.type)
    each_other = known is not None and known.match(doc[found.anchor].lower_)
    return bool(each_other) and len({m.party for m in actors if m.party}) > 1


def _is_act(found: Found, doc: Doc, text: str) -> bool:
    """Whether somebody does something: neither a landslide nor a refusal to speak does."""
    if found.type == "REJECT" and says_nothing(text, found.trigger.span):
        return False
    return not by_nature(doc, found.anchor)


def _dated(found: Found, date: Date | None, published: str | None) -> Found:
    """With what the date alone tells of the kind of happening: that it is long past; or to come,
    for what is done rather than said (a promise is made on the day it is given)."""
    told = set(found.auxiliary)
    if historical(date, published):
        told.add("historical")
    if found.type in DOINGS and to_come(date, published) and "hypothetical" not in told:
        told.add("future")
    return replace(found, auxiliary=tuple(name for name in AUXILIARY if name in told))


def _by_organ(event: Filled, desk: _Desk) -> Filled:
    """A state that attacks or moves troops does so by its soldiers ("Israel struck Damascus"), and
    convicts by its courts."""
    organ = _organ(event.found)
    if organ is None:
        return event
    actors = tuple(
        replace(m, sectors=(organ,))
        if m.sectors == ("GOV",) and desk.who.names_state(*m.span)
        else m
        for m in event.actors
    )
    return replace(event, actors=actors)


def by_part(event: Filled, who: PartyResolver) -> Filled:
    """What an event tells of those whom bare words name: a town that deals with others is its
    authorities, not its people; who is deported had come from elsewhere."""
    found = event.found

    def seen(m: Mention, acting: bool) -> Mention:
        if m.sectors != ("CVL",):
            return m
        harmed = found.type in HARMING and not acting
        if not harmed and found.type != "PROTEST" and who.names_place(*m.span):
            return replace(m, sectors=("GOV",))
        if not acting and found.type == "COERCE" and "deport" in found.modes:
            return replace(m, sectors=("REF",))
        return m

    return replace(
        event,
        actors=tuple(seen(m, True) for m in event.actors),
        recipients=tuple(seen(m, False) for m in event.recipients),
    )


def _organ(found: Found) -> str | None:
    """The sector by which a state that is named alone does such a thing, if it is not the
    government: in the corpus without its test part more than half of the mentions have it."""
    modes = set(found.modes)
    if found.type == "SANCTION" and "convict" in modes:
        return "JUD"
    if found.type == "RETREAT" and modes & WITHDRAWAL:
        return "MIL"
    return "MIL" if found.type in ARMED and not modes & UNARMED else None


def _meant(span: Span, found: Found, desk: _Desk) -> Sequence[Span]:
    """The noun phrase around `span`; of those named together in a sentence before, all."""
    start = desk.doc[found.anchor].sent.start_char
    return desk.phrases.coordinated(span) if span[1] <= start else [desk.phrases.phrase(span)]


def _people(span: Span, desk: _Desk) -> tuple[Mention, ...]:
    """The parties of a speaker's words and of those who speak with him."""
    spans = desk.phrases.coordinated(_bearers(span, desk))
    return tuple(m for s, e in spans for m in desk.who.mentions(s, e))


def _bearers(span: Span, desk: _Desk) -> Span:
    """The phrase of those whom the words of `span` own, if these are somebody: "Chad's army" where
    only "Chad's" is pointed at; "Chad's patience" is nobody."""
    noun = desk.phrases.owned(span)
    if noun is None or noun[0] < span[1] or not desk.who.describes(*noun):
        return span
    return desk.phrases.phrase(noun)


def apart(event: Filled) -> Filled:
    """Of those who act together, whoever it is done to is left to the other side: in a clash of two
    armies, one strikes the other."""
    if symmetric(event.found.type):
        return event
    hit = {(m.party, m.sectors[:1]) for m in event.recipients if m.party}
    actors = tuple(m for m in event.actors if (m.party, m.sectors[:1]) not in hit)
    return replace(event, actors=actors) if actors else event


def _struck(event: Filled, others: Sequence[Filled], desk: _Desk) -> Filled:
    """With whom it struck, as far as those tell who charge somebody with it."""
    if event.found.status.get("reported", 0.0) >= OWN_MIN:
        return event
    event = by_the_charged(event, _charges(event, others, desk))
    event = struck(
        event,
        _speakers("SOURCE", event.found, desk),
        named=lambda span: desk.who.names(*span),
        people=lambda span: desk.who.people(*span),
        stands=lambda span: desk.locator.is_spot(_noun(span, desk).text),
    )
    charges = [c for c in _charges(event, others, desk) if c.found.anchor < event.found.anchor]
    return struck_abroad(event, charges, guessed=lambda span: desk.who.guessed(*span))


def _noun(span: Span, desk: _Desk) -> Token:
    """The noun that heads some words."""
    start = desk.who.head(*span)
    words = desk.doc.char_span(start, start + 1, alignment_mode="expand")
    return words[0] if words is not None else desk.doc[0]


def _charges(event: Filled, others: Sequence[Filled], desk: _Desk) -> list[Filled]:
    """The accusations of an event's sentence."""
    sentence = desk.doc[event.found.anchor].sent
    inside = (e for e in others if sentence.start <= e.found.anchor < sentence.end)
    return [e for e in inside if e.found.type == "ACCUSE" and e is not event]


def _speakers(label: str, found: Found, desk: _Desk) -> tuple[Mention, ...]:
    """Who vouches for an event (`SOURCE`) or denies it (`DENIER`) in the annotator's eyes."""
    spans = found.arguments.get(label, ())
    if label == "DENIER":
        spans = tuple(s for s in spans if not silent(desk.article.text, s))
    return tuple(m for s in spans for m in _people(s, desk))


def _claim(event: Filled, desk: _Desk) -> Claim:
    found = event.found
    return Claim(
        type=found.type,
        trigger=found.trigger.span,
        actors=frozenset(m.party for m in event.actors if m.party),
        recipients=frozenset(m.party for m in event.recipients if m.party),
        sources=_speakers("SOURCE", found, desk),
        deniers=_speakers("DENIER", found, desk),
        own_act=found.trigger.span,
        reported=found.status.get("reported", 0.0),
        hedged=found.hedged,
        doers=voices(event.actors),
        denied=found.status.get("denied", 0.0),
        negated="negation" in found.auxiliary,
        lemma=desk.doc[found.anchor].lemma_.lower(),
    )


def _date(found: Found, triggers: Sequence[Span], desk: _Desk) -> Date | None:
    """The date of the words that the annotator points at; else of those that the clause dates the
    event with."""
    attached = desk.attacher.attach(found.trigger.span, kind=found.type, others=triggers)
    if attached is not None and _of_lower_clause(attached.span, found.anchor, desk.doc):
        attached = None
    for span in found.arguments.get("DATE", ()):
        inside = [d for d in desk.dates if d.span[0] < span[1] and span[0] < d.span[1]]
        if inside:
            return max(
                inside,
                key=lambda d: (min(d.span[1], span[1]) - max(d.span[0], span[0]), -d.span[0]),
            )
        words = desk.article.text[span[0] : span[1]]
        date = resolve_words(words, span, desk.article.published)
        if date is not None:
            return date
    return attached


def _of_lower_clause(span: Span, anchor: int, doc: Doc) -> bool:
    """Whether words say when something else was that hangs on the trigger: "called on it to free
    two workers jailed since May", "threatened a strike if they were not paid by Monday"."""
    words = doc.char_span(*span, alignment_mode="expand")
    if words is None:
        return False
    word, lower = words.root, False
    while word.i != anchor and word.head.i != word.i:
        lower = lower or word.dep_.split(":")[0] in LOWER
        word = word.head
    return lower and word.i == anchor


def _place(
    found: Found, triggers: Sequence[Span], actors: Sequence[Mention], desk: _Desk
) -> tuple[Place | None, str]:
    """The place of the words that the annotator points at; else of those that the clause locates
    the event with. Who protests or polices does so at home."""
    attached, why = desk.locator.attach(
        found.trigger.span, kind=found.type, modes=found.modes, others=triggers
    )
    at_home = found.type == "PROTEST" or any(m.sectors[:1] == ("COP",) for m in actors)
    states = {m.party for m in actors if m.party and ":" not in m.party}
    strangers = any(m.sectors[:1] == ("REF",) for m in actors)
    lands = states if at_home and not strangers else set()
    if attached is not None:
        attached = _on_own_soil(attached, found, states)
    for span in found.arguments.get("PLACE", ()):
        start, end = desk.phrases.phrase(span)
        if any(start <= e.start_char and e.end_char <= end for e in desk.people):
            continue
        place = desk.locator.place_of((start, end), desk.article.text)
        if place is not None and desk.who.names_body(*place.span):
            continue
        if place is not None:
            place = _on_own_soil(place, found, states)
        if place is not None and place.country and (not lands or place.country in lands):
            return place, ""
        why = desk.finder.reason(start, end) or why
    if attached is not None and desk.who.names_body(*attached.span):
        return None, "an organisation is named there"
    if attached is not None and lands and attached.country not in lands:
        return None, "the place beside it lies outside the country of those who act"
    return attached, why


def _on_own_soil(place: Place, found: Found, states: Set[str]) -> Place:
    """A spot that only its words tell ("its border crossing") lies in the country of the state that
    closes it, moves troops to it, holds somebody there."""
    leaving = found.modes[:1] == ("withdraw",)
    if place.name is None and found.type in AT_HOME and len(states) == 1 and not leaving:
        return replace(place, country=next(iter(states)))
    return place


def _hosts(
    place: Place, actors: Sequence[Mention], found: Found, desk: _Desk
) -> tuple[Mention, ...]:
    """Who receives a visit: the country that the place of the visit names, if not the visitor's."""
    hosts = desk.who.mentions(*place.span)
    visitors = {m.party for m in actors}
    return tuple(m for m in hosts if m.party == place.country and m.party not in visitors)


def _not_behind_places(people: Sequence[SpacySpan]) -> list[Span]:
    """The names of people; what follows a place's name without a gap is the rest of that name."""
    return [
        (e.start_char, e.end_char)
        for e in people
        if not e.start or e.doc[e.start - 1].ent_type_ not in PLACES
    ]


def _magnitude(found: Found, own: Mapping[Kind, Count], desk: _Desk) -> Magnitude:
    said: dict[str, Figure] = {}
    source = found.arguments.get("SOURCE", ())
    for name, (low, high, span) in figures(desk.doc, found, own, desk.counts).items():
        teller = desk.who.mentions(*source[0]) if source else ()
        said[name] = Figure(
            low=low,
            high=high,
            text=desk.article.text[slice(*span)],
            span=span,
            source=teller[0] if teller else None,
        )
    return Magnitude(**said)


class _Records:
    """Writes the records of one reading from what the steps before found."""

    def __init__(
        self,
        desk: _Desk,
        codebook: Codebook,
        events: Sequence[Filled],
        said: Sequence[Said],
        vouching: Sequence[Vouching],
    ) -> None:
        self._desk = desk
        self._book = codebook
        self._events = events
        self._said = said
        self._vouching = vouching
        self._document_id = document(desk.article).id
        self._event_ids = _unique([self._event_id(e) for e in events])
        self._said_ids = _unique([self._said_id(s) for s in said])
        self._sentences = desk.who.sentences

    def _event_id(self, e: Filled) -> str:
        parties = [m.party or "" for m in (*e.actors, *e.recipients)]
        return _hash(self._document_id, e.found.type, *map(str, e.found.trigger.span), *parties)

    def _said_id(self, s: Said) -> str:
        return "a" + _hash(self._document_id, "said", *map(str, s.cue.span))

    def events(self) -> tuple[Event, ...]:
        return tuple(self._event(i) for i in range(len(self._events)))

    def _event(self, i: int) -> Event:
        filled, vouching = self._events[i], self._vouching[i]
        found, book = filled.found, self._book
        sentence = self._sentence(found.trigger.span)
        status, own = status_of(vouching, found.status)
        mode = found.modes[0] if found.modes else None
        own_type = book.narrow(
            found.type,
            mode,
            trigger=found.trigger.text,
            sentence=self._desk.article.text[sentence.span[0] : sentence.span[1]],
        )
        kind = own_type or found.type
        reported = status == "reported"
        return Event(
            id=self._event_ids[i],
            type=kind,
            parent=found.type if own_type else None,
            mode=mode,
            modes=found.modes,
            contexts=found.contexts,
            quad=book.quad(kind),
            score=book.score(kind, found.modes),
            cameo=book.cameo(kind, mode, found.contexts, auxiliary=found.auxiliary),
            actors=filled.actors,
            recipients=filled.recipients,
            auxiliary=found.auxiliary,
            status=status,
            asserted_by=() if reported else vouching.asserted_by,
            denied_by=vouching.denied_by,
            own_voice=own,
            attributions=() if reported else tuple(self._said_ids[k] for k in vouching.said),
            factuality=found.factuality,
            date=filled.date,
            place=filled.place,
            magnitude=filled.magnitude,
            trigger=found.trigger,
            sentence=sentence,
            embedded_in=self._carrier(i),
            confidence=confidence(found.score),
            reasons=filled.reasons,
        )

    def _sentence(self, span: Span) -> Sentence:
        for index, (start, end) in enumerate(self._sentences):
            if start <= span[0] < end:
                return Sentence(index=index, span=(start, end))
        return Sentence(index=0, span=(0, len(self._desk.article.text)))

    def _carrier(self, i: int) -> str | None:
        """The event whose own words say this one: its trigger is the cue of an attribution that
        this one stands in."""
        trigger = self._events[i].found.trigger.span
        best: tuple[int, str] | None = None
        for s in self._said:
            for start, end in s.content:
                if not (start <= trigger[0] and trigger[1] <= end):
                    continue
                for k, other in enumerate(self._events):
                    at = other.found.trigger.span
                    if k != i and at[0] < s.cue.span[1] and s.cue.span[0] < at[1]:
                        best = min(
                            best or (end - start, self._event_ids[k]),
                            (end - start, self._event_ids[k]),
                        )
        return best[1] if best else None

    def attributions(self) -> tuple[Attribution, ...]:
        return tuple(self._attribution(i) for i in range(len(self._said)))

    def _attribution(self, i: int) -> Attribution:
        s = self._said[i]
        inside = [
            self._event_ids[k]
            for k, e in enumerate(self._events)
            if i in self._vouching[k].said or holds(s.content, e.found.trigger.span)
        ]
        source = s.sources[0] if s.sources else None
        if source is not None and s.source is not None:
            start, end = s.source
            source = replace(source, text=self._desk.article.text[start:end], span=s.source)
        return Attribution(
            id=self._said_ids[i],
            source=source,
            stance=s.stance,
            cue=Words(text=s.cue.text, span=s.cue.span),
            content=s.content,
            quote=s.quote,
            date=self._desk.attacher.attach(s.cue.span),
            events=tuple(inside),
            parent=self._said_ids[s.parent] if s.parent is not None else None,
        )


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", errors="surrogatepass")).hexdigest()[
        :16
    ]


def _unique(ids: Sequence[str]) -> list[str]:
    """The ids, a second equal one with a number behind it."""
    seen: dict[str, int] = {}
    out = []
    for one in ids:
        seen[one] = seen.get(one, 0) + 1
        out.append(one if seen[one] == 1 else f"{one}-{seen[one]}")
    return out
