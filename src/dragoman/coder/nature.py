"""What nature and chance do is no event: a landslide that hits a village, a virus that kills."""

from __future__ import annotations

from spacy.tokens import Doc, Token

# Weather, ground, disease, animals and accidents. "Fire" and "shells" are not here: armies have
# them. Lemmas, in small letters.
NATURE = frozenset(
    "accident aftershock asteroid avalanche bacteria bat bear bee bird blaze blizzard "
    "bushfire cholera cold collision coronavirus covid crash crocodile current cyclone dengue "
    "deluge derailment disease downpour drought dust earthquake ebola elephant epidemic "
    "eruption famine flood flooding floodwater flu fog frost gale gust hail hailstorm heat "
    "heatwave hippo humidity hurricane illness infection influenza landslide landslip lava "
    "leopard lightning lion locust malaria measles meteor meteorite monsoon mosquito mudflow "
    "mudslide pandemic parasite pest plague quake rain rainfall rainstorm rockfall rockslide "
    "sandstorm seal shark sinkhole smog snake snow snowstorm stampede storm sun superstorm "
    "temblor thunderstorm tide tiger tornado tremor tsunami turbulence twister typhoon virus "
    "volcano wave weather wildfire wind wolf".split()
)
SUBJECTS = frozenset({"nsubj", "nsubj:outer"})
HANGING = frozenset({"advcl", "conj", "xcomp", "parataxis"})  # clauses that share a subject


def by_nature(doc: Doc, anchor: int) -> bool:
    """Whether the agent of the word at `anchor` (a token) is a thing of nature or chance."""
    agent = _agent(doc[anchor])
    if agent is None or agent.pos_ != "NOUN":  # "the Tigers" are none
        return False
    # "A wave of arrests", "a storm of protest" are no weather.
    of = any(t.dep_ == "nmod" and any(c.lower_ == "of" for c in t.children) for t in agent.children)
    return not of and (agent.lemma_ or agent.lower_).lower() in NATURE


def _agent(word: Token) -> Token | None:
    """Who does it: the subject of an active verb, "by" of a passive one, for a relative clause what
    it hangs on."""
    for _ in range(4):
        passive = False
        for child in word.children:
            if child.dep_ in SUBJECTS:
                relative = child.pos_ == "PRON" and word.dep_ == "acl:relcl"
                return word.head if relative else child
            passive = passive or child.dep_ in ("nsubj:pass", "aux:pass")
        if passive or word.dep_ == "acl":
            for child in word.children:
                if child.dep_.startswith("obl") and any(c.lower_ == "by" for c in child.children):
                    return child
            present = "Tense=Pres" in str(word.morph)
            return word.head if present and not passive else None
        if word.dep_ not in HANGING:
            return None
        word = word.head
    return None
