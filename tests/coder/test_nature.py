"""Whether nature or chance did it, from small trees."""

import pytest

from dragoman.coder.nature import by_nature
from hand_layers import hand_tree

HIT = "A/DET/1/det landslide/NOUN/2/nsubj hit/VERB/2/ROOT the/DET/4/det village/NOUN/2/obj"
KILLING = "Floods/NOUN/1/nsubj came/VERB/1/ROOT ,/PUNCT/3/punct killing/VERB/1/advcl nine/NUM/3/obj"
BY = "Nine/NUM/2/nsubj:pass were/AUX/2/aux:pass killed/VERB/2/ROOT by/ADP/4/case floods/NOUN/2/obl"
THAT = "the/DET/1/det storm/NOUN/1/ROOT that/PRON/3/nsubj struck/VERB/1/acl:relcl Gao/PROPN/3/obj"
BURYING = "an/DET/1/det avalanche/NOUN/1/ROOT burying/VERB/1/acl two/NUM/2/obj"
TIGERS = "The/DET/1/det Tigers/PROPN/2/nsubj attacked/VERB/2/ROOT Jaffna/PROPN/2/obj"
WAVE = (
    "A/DET/1/det wave/NOUN/4/nsubj of/ADP/3/case arrests/NOUN/1/nmod hit/VERB/4/ROOT "
    "Minsk/PROPN/4/obj"
)
SHELLS = "Shells/NOUN/1/nsubj hit/VERB/1/ROOT a/DET/3/det market/NOUN/1/obj"
DURING = "Rebels/NOUN/1/nsubj attacked/VERB/1/ROOT during/ADP/4/case the/DET/4/det storm/NOUN/1/obl"
SHOT = "Men/NOUN/2/nsubj:pass were/AUX/2/aux:pass shot/VERB/2/ROOT by/ADP/4/case police/NOUN/2/obl"


@pytest.mark.parametrize(
    ("rows", "anchor", "nature"),
    [
        (HIT, 2, True),
        (KILLING, 3, True),
        (BY, 2, True),
        (THAT, 3, True),
        (BURYING, 2, True),
        (TIGERS, 2, False),
        (WAVE, 4, False),
        (SHELLS, 1, False),
        (DURING, 1, False),
        (SHOT, 2, False),
    ],
)
def test_nature(rows: str, anchor: int, nature: bool) -> None:
    assert by_nature(hand_tree(rows), anchor) is nature
