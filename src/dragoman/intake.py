"""What comes in: bytes become text, the text is made safe, and what cannot be read is refused.

The text is kept as given; only NUL and lone surrogates become U+FFFD, one for one, so that offsets
hold. Nothing here needs the model: a bad document is refused before that is loaded.
"""

from __future__ import annotations

import codecs
import datetime
import hashlib
import re

import msgspec

from dragoman.errors import InputError
from dragoman.language import language_of
from dragoman.records import Article, Document, Notice
from dragoman.settings import Settings

BINARY_SHARE_MAX = 0.05  # control characters that no text file holds
_SNIFF_CHARS = 65_536
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Curly quotes and accented letters as they look when UTF-8 was read as Windows-1252.
_MOJIBAKE = re.compile("â€[\x80-\xbf™œ\u009d\u0153\u2122\u201c\u201d\u02dc]|Ã[\u00a0-\u00bf]")
_LETTER = re.compile(r"[^\W\d_]")

# First bytes of files that are no text, and what to do about it.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF; save its text first, for example with pdftotext"),
    (b"PK\x03\x04", "a zip archive or an office document; save it as plain text first"),
    (b"\x1f\x8b", "packed with gzip; unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as plain text first"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x7fELF", "a program"),
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Encodings of Python and of host names; some take time that grows with the square of the text.
_OF_NAMES = frozenset(("idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"))
_UNMARKED = ("utf-16-le", "utf-16-be")


def decode(raw: bytes, *, charset: str | None = None) -> tuple[str, tuple[Notice, ...]]:
    """The text of some bytes, with a warning where it is not UTF-8 and had to be guessed.

    Raises `InputError` D103 for what is not text.
    """
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            raise InputError("D103", f"This is {kind}. Plain text, HTML and JSON Lines are read.")
    for encoding in _candidates(raw, charset):
        try:
            text = raw.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        _refuse_binary(text)
        return text, (_guessed(encoding),) if encoding in _UNMARKED else ()
    text = raw.decode("cp1252", errors="replace")
    _refuse_binary(text)
    return text, (_guessed("Windows-1252"),)


def _guessed(encoding: str) -> Notice:
    return Notice(
        code="D111",
        message=f"The bytes are not UTF-8; they were read as {encoding}. "
        "Convert the file to UTF-8 if letters look wrong.",
    )


def _candidates(raw: bytes, charset: str | None) -> list[str]:
    marked = [encoding for mark, encoding in _MARKS if raw.startswith(mark)]
    if marked:
        return marked[:1]
    said = [charset] if charset and _is_of_texts(charset) else []
    head = raw[:_SNIFF_CHARS]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # Latin letters in UTF-16: every other byte is NUL.
        if len(head) > 2 and head[start::2].count(0) > len(head) // 4 > head[1 - start :: 2].count(
            0
        ):
            return [*said, encoding]
    # What is valid UTF-8 hardly ever is anything else, whatever a page or server declares.
    return ["utf-8", *said]


def _is_of_texts(charset: str) -> bool:
    """Whether a declared encoding is one that texts are written in."""
    try:
        return codecs.lookup(charset).name not in _OF_NAMES
    except (LookupError, ValueError):  # unknown, or not even a name
        return False


def _refuse_binary(text: str) -> None:
    head = text[:_SNIFF_CHARS]
    odd = len(_CONTROLS.findall(head)) + head.count("\x00")
    # A few NULs in a text are damage and are replaced; many mean that it is none.
    if odd > max(8, BINARY_SHARE_MAX * len(head)):
        raise InputError(
            "D103",
            "These bytes are no text: they hold many control characters. "
            "Plain text, HTML and JSON Lines are read.",
        )


def clean(text: str) -> str:
    """The text with NUL and lone surrogates replaced by U+FFFD, one for one."""
    return _NO_TEXT.sub("\ufffd", text)


def day(value: object) -> str | None:
    """An ISO day from a day, a time stamp or a `datetime`. Raises `InputError` D107."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    try:
        return datetime.datetime.fromisoformat(str(value).strip()).date().isoformat()
    except ValueError as error:
        raise InputError(
            "D107", f"{str(value)[:40]!r} is not a date. Write it as in 2023-11-01."
        ) from error


def prepare(article: Article, settings: Settings) -> Article:
    """The article as the coder may read it: clean, dated, its language known, warnings noted.

    Raises `InputError` D101 (empty), D102 (too long), D107 (date), D108 (no sentence).
    """
    refuse_length(len(article.text), settings)
    refuse_empty(article.text)
    text = clean(article.text)
    if not _LETTER.search(text):
        raise InputError("D108", "The text holds no sentence: there is not one letter in it.")
    language = article.language or language_of(text)
    return msgspec.structs.replace(
        article,
        text=text,
        title=clean(article.title) if article.title else None,
        published=day(article.published),
        language=language,
        warnings=article.warnings + _noticed(article.text, language),
    )


def refuse_length(length: int, settings: Settings) -> None:
    """Raises `InputError` D102 for a text that is longer than `max_text_chars`."""
    limit = settings.whole("max_text_chars")
    if length > limit:
        raise InputError(
            "D102",
            f"The text has {length:,} characters; {limit:,} are allowed. "
            "Split it into articles, or set max_text_chars.",
        )


def refuse_empty(text: str) -> None:
    """Raises `InputError` D101 for a text without words."""
    if not text or text.isspace():
        raise InputError("D101", "The text is empty. Give the words of one article.")


def _noticed(text: str, language: str | None) -> tuple[Notice, ...]:
    found: list[Notice] = []
    if _MOJIBAKE.search(text):
        words = "The text looks as if it was decoded with the wrong encoding; convert it to UTF-8."
        found.append(Notice(code="D111", message=words))
    replaced = len(_NO_TEXT.findall(text))
    if replaced:
        words = f"{replaced} NUL or lone surrogate characters were replaced by U+FFFD."
        found.append(Notice(code="D112", message=words))
    turned = len(_BIDI.findall(text))
    if turned:
        words = f"{turned} signs change the direction of writing; what is seen may not be the text."
        found.append(Notice(code="D113", message=words))
    if not is_english(language):
        words = f"The text is not in English but in {language!r}; it is kept and not coded."
        found.append(Notice(code="D114", message=words))
    return tuple(found)


def is_english(language: str | None) -> bool:
    """Whether a text of this language is read. An unknown one is given the benefit of the doubt."""
    return language is None or language.lower().split("-")[0] == "en"


def document_id(article: Article) -> str:
    """The id as given, else the SHA-256 of URL and text."""
    if article.id:
        return article.id
    key = f"{article.url or ''}\n{article.text}"
    return hashlib.sha256(key.encode("utf-8", errors="surrogatepass")).hexdigest()


def document(article: Article, *, dateline: str | None = None) -> Document:
    """The article as it stands in its reading."""
    return Document(
        id=document_id(article),
        title=article.title,
        text=article.text,
        url=article.url,
        publisher=article.publisher,
        publisher_country=article.publisher_country,
        publisher_kind=article.publisher_kind,
        author=article.author,
        dateline=dateline,
        published=article.published,
        published_from=article.published_from,
        language=article.language,
    )
