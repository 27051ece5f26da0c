"""How fast Dragoman reads on this machine, and where the time goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TypeVar

from spacy.tokens import Doc

from dragoman.annotate.annotator import Annotator
from dragoman.coder.clauses import Clauses
from dragoman.coder.code import Coder
from dragoman.coder.what import Found, find_events
from dragoman.coder.when import Attacher, find_dates
from dragoman.coder.where import Locator, PlaceFinder
from dragoman.knowledge.places import load_gazetteer
from dragoman.records import Article

STEPS = ("tokenise", "encode", "decode", "code")

Given = TypeVar("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class Rate:
    workers: int
    words_per_s: float
    articles_per_s: float


@dataclass(frozen=True, kw_only=True)
class Speed:
    """`seconds` are those of each step on one worker, over all rounds.

    `share_of_encoder` is the annotator's throughput as a share of the bare encoder session's, on
    the same windows in the same run. `code_share` and `when_where_share` are the time that the
    coder, and of it the search for dates and places, adds to the annotator's, as shares of the
    annotator's own.
    """

    articles: int
    rounds: int
    one_worker: Rate
    all_cores: Rate
    seconds: dict[str, float]
    share_of_encoder: float
    code_share: float
    when_where_share: float


def measure(articles: Sequence[Article], *, rounds: int, workers: int) -> Speed:
    """Read `articles` `rounds` times with one worker, then with `workers` processes together."""
    one, took = _one_worker(articles, rounds)
    many = one if workers == 1 else _many_workers(articles, rounds, workers)
    seconds = {
        "tokenise": took["windows"],
        "encode": took["encode"],
        "decode": max(0.0, took["annotate"] - took["windows"] - took["encode"]),
        "code": max(0.0, took["read"] - took["annotate"]),
    }
    return Speed(
        articles=len(articles),
        rounds=rounds,
        one_worker=one,
        all_cores=many,
        seconds={step: round(seconds[step], 4) for step in STEPS},
        share_of_encoder=round(took["encode"] / took["annotate"], 3),
        code_share=round(seconds["code"] / took["annotate"], 3),
        when_where_share=round(took["when_where"] / took["annotate"], 3),
    )


def _one_worker(articles: Sequence[Article], rounds: int) -> tuple[Rate, dict[str, float]]:
    coder = Coder.load()
    nlp = coder.nlp
    # One session for all, as a reader has.
    annotator: Annotator = nlp.get_pipe("dragoman_annotator").annotator  # type: ignore[attr-defined]
    for article in articles:  # the first run of everything is slower
        coder.read(article)
    took = dict.fromkeys(("windows", "encode", "annotate", "when_where", "read"), 0.0)
    for _ in range(rounds):
        # Side by side in every round, so that whatever else the machine does slows all alike.
        for article in articles:
            for window in _timed(took, "windows", annotator.windows, article.text):
                _timed(took, "encode", annotator.encode, window)
            _timed(took, "annotate", annotator.annotate, article.text)
            doc = nlp(article.text)
            _timed(took, "when_where", _when_and_where, (doc, article, find_events(doc)))
            _timed(took, "read", coder.read, article)
    return _rate(articles, rounds, took["read"], workers=1), took


def _when_and_where(given: tuple[Doc, Article, Sequence[Found]]) -> None:
    """What `Coder.read` does for dates and places, once the events are found."""
    doc, article, events = given
    text = article.text
    clauses = Clauses(text)
    attacher = Attacher(text, find_dates(doc, article.published, clauses=clauses), clauses=clauses)
    places = PlaceFinder(text, article, load_gazetteer()).places()
    locator = Locator(text, places, home=article.publisher_country, clauses=clauses)
    for event in events:
        attacher.attach(event.trigger.span, kind=event.type)
        locator.attach(event.trigger.span, kind=event.type, modes=event.modes)


def _timed(
    took: dict[str, float], name: str, step: Callable[[Given], Result], given: Given
) -> Result:
    start = time.perf_counter()
    result = step(given)
    took[name] += time.perf_counter() - start
    return result


def _rate(articles: Sequence[Article], rounds: int, seconds: float, *, workers: int) -> Rate:
    words = sum(len(article.text.split()) for article in articles)
    return Rate(
        workers=workers,
        words_per_s=round(words * rounds * workers / seconds, 1),
        articles_per_s=round(len(articles) * rounds * workers / seconds, 2),
    )


def _many_workers(articles: Sequence[Article], rounds: int, workers: int) -> Rate:
    """Processes with a model of their own each; their start is not counted."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(_read_all, [(articles, 1)] * workers))
        start = time.perf_counter()
        list(pool.map(_read_all, [(articles, rounds)] * workers))
        seconds = time.perf_counter() - start
    return _rate(articles, rounds, seconds, workers=workers)


def _read_all(work: tuple[Sequence[Article], int]) -> None:
    from dragoman.reader import read  # keeps one loaded coder a process

    articles, rounds = work
    for _ in range(rounds):
        for article in articles:
            read(article)
