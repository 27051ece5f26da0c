"""What nature and chance do is no event: a landslide that hits a village, a virus that kills."""

from __future__ import annotations

from spacy.tokens import Doc

from dragoman.coder.roles import agents
from dragoman.coder.toll.headcount import among

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


def by_nature(doc: Doc, anchor: int) -> bool:
    """Whether the agent of the word at `anchor` (a token) is a thing of nature or chance."""
    for agent in agents(doc[anchor]):
        # "The Tigers" are none; "a wave of arrests", "a storm of protest" are no weather.
        of = any(
            t.dep_ == "nmod" and any(c.lower_ == "of" for c in t.children) for t in agent.children
        )
        return agent.pos_ == "NOUN" and not of and among(agent, NATURE)
    return False
