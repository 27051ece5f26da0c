"""Which language a text is in: enough to tell English from what Dragoman does not read.

Letters outside the Latin script decide first; then the small words, which no text can do without.
"""

from __future__ import annotations

import re

SAMPLE_CHARS = 4_000
WORDS_MIN = 8  # fewer words say too little, unless the script itself speaks
WORDS_SURE = 40  # from here on, English without English function words is not English
ENGLISH_SHARE_MIN = 0.05  # plain news has 0.3 to 0.45; tables and lists of names fall to 0.1
UNKNOWN = "und"

_WORD = re.compile(r"[^\W\d_]+")

_SMALL_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in that is was for on with by as at from has have had were be it its "
        "an are which this he she they not but or been who will would said his her their a",
        "es": "el la los las de del que y en un una por con para se su al lo como más pero sus le "
        "fue este ha sobre entre también",
        "fr": "le la les des du de et en un une que qui dans pour par sur au aux est pas ne avec "
        "ce cette il elle sont plus été leur",
        "de": "der die das und den dem des ein eine einen einem von zu mit im in ist nicht auf für "
        "sich als auch nach bei aus wie wurde hat",
        "pt": "o a os as de do da dos das e em um uma que para com por no na nos nas se ao mais "
        "foi como não seu sua",
        "it": "il lo la gli le di del della dei delle e in un una che per con da al alla è non si "
        "sono ha nel nella più",
        "nl": "de het een en van in te dat die is op voor met zijn niet aan er ook als bij door "
        "naar uit heeft werd",
        "pl": "i w na z do że się nie jest to o po przez dla od za jak są był została oraz",
        "ro": "și în de la cu pe un o care din pentru a fost este nu mai că sunt al ale",
        "sv": "och i att det som en på är av för med den till inte har om ett de var från",
        "tr": "ve bir bu için ile de da olarak olan daha çok gibi ancak sonra kadar ise",
        "id": "yang dan di dari untuk dengan pada ini itu dalam tidak akan oleh ke telah sebagai",
        "vi": "và của là các có trong được cho một những không với người này đã",
        "sw": "na ya wa kwa ni katika la za kuwa huo hiyo cha vya pia hii",
    }.items()
}

# First and last code point of a script's main blocks, and its ISO 15924 name.
_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "Grek"),
    (0x0400, 0x052F, "Cyrl"),
    (0x0530, 0x058F, "Armn"),
    (0x0590, 0x05FF, "Hebr"),
    (0x0600, 0x077F, "Arab"),
    (0x0900, 0x097F, "Deva"),
    (0x0980, 0x09FF, "Beng"),
    (0x0B80, 0x0BFF, "Taml"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x1000, 0x109F, "Mymr"),
    (0x10A0, 0x10FF, "Geor"),
    (0x1200, 0x137F, "Ethi"),
    (0x1780, 0x17FF, "Khmr"),
    (0x3040, 0x30FF, "Jpan"),
    (0x4E00, 0x9FFF, "Hani"),
    (0xAC00, 0xD7A3, "Kore"),
)


def language_of(text: str) -> str | None:
    """A language tag (`en`, `es`, `und-Cyrl`, `und`), or None where too few words stand there."""
    words = _WORD.findall(text[:SAMPLE_CHARS].lower())
    script = _foreign_script(words)
    if script is not None:
        return f"{UNKNOWN}-{script}"
    if len(words) < WORDS_MIN:
        return None
    hits = {language: sum(w in small for w in words) for language, small in _SMALL_WORDS.items()}
    best = max(hits, key=lambda language: hits[language])  # English wins ties: it stands first
    if best != "en" and hits[best] >= max(3, 2 * hits["en"]):
        return best
    if hits["en"] >= ENGLISH_SHARE_MIN * len(words):
        return "en"
    return UNKNOWN if len(words) >= WORDS_SURE else None


def _foreign_script(words: list[str]) -> str | None:
    """The script of most letters where that is not Latin."""
    counts: dict[str, int] = {}
    letters = 0
    for word in words:
        letters += len(word)
        for letter in word:
            if letter >= "\u0370":
                script = _script(ord(letter))
                if script is not None:
                    counts[script] = counts.get(script, 0) + 1
    if not counts:
        return None
    script = max(counts, key=lambda name: counts[name])
    return script if 2 * sum(counts.values()) > letters else None


def _script(code: int) -> str | None:
    for first, last, name in _SCRIPTS:
        if first <= code <= last:
            return name
    return None
