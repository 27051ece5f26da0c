"""Agreement of two annotations of the same articles, field by field, with the gold scorer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.codebook import load_codebook
from dragoman.errors import InputError
from dragoman.evaluate import gold
from dragoman.evaluate.corpus_convert import to_gold, to_reading
from dragoman.evaluate.corpus_records import CorpusArticle
from dragoman.evaluate.files import Row
from dragoman.evaluate.report import Report


def agree(first: Sequence[CorpusArticle], second: Sequence[CorpusArticle]) -> Report:
    """The second annotation scored as if it were a coder's reading of the first.

    Only ids that both hold are compared. A fact that the first calls optional is neutral; one that
    only the second calls optional is left out, as a coder would leave it out.
    """
    again = {article.id: article for article in second}
    both = [article for article in first if article.id in again]
    if not both:
        raise InputError("D501", "The two annotations share no article id. Annotate the same ids.")
    changed = [a.id for a in both if a.text != again[a.id].text]
    if changed:
        raise InputError("D501", f"The texts differ in {', '.join(changed)}. Compare equal texts.")
    book = load_codebook()
    gold_rows = [to_gold(article) for article in both]
    readings: list[Row] = []
    for article in both:
        plain = to_reading(again[article.id], book).to_dict()
        plain["events"] = _asked_for(plain["events"], again[article.id], gold_rows[len(readings)])
        readings.append(plain)
    report = gold.score(gold_rows, readings, file=f"{len(both)} articles annotated twice")
    return replace(report, task="agreement")


def _asked_for(events: object, article: CorpusArticle, gold_row: Row) -> list[Row]:
    """Events of the second annotation; its optional ones only where they match a fact."""
    assert isinstance(events, list)
    optional = {e.id for e in article.events if e.optional}
    facts = [gold.fact_claim(fact) for fact in gold_row["facts"]]
    matching = gold.match(facts, [gold.event_claim(event) for event in events])
    matched = {e for _, e in (*matching.required, *matching.optional)}
    return [event for i, event in enumerate(events) if event["id"] not in optional or i in matched]
