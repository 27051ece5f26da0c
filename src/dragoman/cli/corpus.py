"""`dragoman corpus`: check, show, convert and compare the annotated articles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.console import complain
from dragoman.errors import InputError

if TYPE_CHECKING:
    from rich.text import Text

    from dragoman.evaluate.corpus import CorpusArticle, CorpusMention, Split
    from dragoman.evaluate.corpus_check import Count

ROOT = Path("corpus")
_SPLITS: tuple[Split, ...] = ("train", "dev", "test")


def register(app: typer.Typer) -> None:
    commands = typer.Typer(
        help="Check, show, convert and compare the corpus of annotated articles.",
        no_args_is_help=True,
    )
    commands.command("check", epilog="Example: dragoman corpus check --coverage")(check)
    commands.command("show", epilog="Example: dragoman corpus show goma-shelling")(show)
    commands.command("convert", epilog="Example: dragoman corpus convert out --split dev")(convert)
    commands.command("agreement", epilog="Example: dragoman corpus agreement first second")(
        agreement
    )
    app.add_typer(commands, name="corpus")


Files = Annotated[
    list[Path] | None, typer.Argument(help="YAML files or folders; without any, the whole corpus.")
]
Root = Annotated[Path, typer.Option("--corpus", help="The folder of the corpus.")]


def check(
    files: Files = None,
    corpus: Root = ROOT,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Print what the corpus holds, against its floors.")
    ] = False,
    docs: Annotated[
        Path | None, typer.Option(help="Write the coverage table into this page, at its markers.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="Also look for near-duplicates in this data folder.")
    ] = None,
    notes: Annotated[bool, typer.Option("--notes", help="Print notes as well as errors.")] = False,
) -> None:
    """Check annotated articles: words, codes, dates, statuses, near-duplicates."""
    from dragoman.codebook import load_codebook
    from dragoman.evaluate import corpus as corpora
    from dragoman.evaluate import corpus_check, corpus_slips

    book = load_codebook()
    loaded = corpora.load_corpus(files or corpora.corpus_files(corpus), codebook=book)
    problems = [
        *loaded.problems,
        *corpus_slips.slips(loaded.articles),
        *corpus_check.consistency(loaded.articles),
        *corpus_check.near_duplicates(loaded.articles),
    ]
    if against is not None:
        problems += corpus_check.duplicates_against(loaded.articles, against)
    errors = [p for p in problems if p.level == "error"]
    for problem in problems:
        if problem.level == "error" or notes:
            typer.echo(str(problem))
    counts = corpus_check.coverage(loaded.articles, book)
    if coverage:
        _print_coverage(counts)
    if docs is not None:
        page = docs.read_text(encoding="utf-8")
        docs.write_text(corpus_check.with_coverage(page, counts), encoding="utf-8")
    complain(
        f"{len(loaded.articles)} articles and sentences without errors, {len(errors)} errors, "
        f"{len(problems) - len(errors)} notes{'' if notes else ' (--notes prints them)'}."
    )
    if errors:
        raise typer.Exit(1)


def _print_coverage(counts: Sequence[Count]) -> None:
    group = ""
    for count in counts:
        if count.group != group:
            group = count.group
            typer.echo(f"\n{group}")
        floor = "" if count.floor is None else str(count.floor)
        mark = "SHORT" if count.short else ""
        typer.echo(f"  {count.name:<32}{count.count:>7}  {floor:>5}  {mark}".rstrip())


def show(
    id: Annotated[str, typer.Argument(help="The id of an article or a sentence.")],
    corpus: Root = ROOT,
    html: Annotated[
        Path | None, typer.Option(help="Write it as a self-contained page instead.")
    ] = None,
) -> None:
    """Show one article with its annotation."""
    from dragoman.codebook import load_codebook

    article = next((a for a in _articles(corpus) if a.id == id), None)
    if article is None:
        raise InputError(
            "D501", f"{corpus} holds no article {id!r} without errors. Run: dragoman corpus check"
        )
    if html is not None:
        from dragoman.evaluate.corpus_convert import to_reading
        from dragoman.html import page

        html.write_text(page([to_reading(article, load_codebook())]), encoding="utf-8")
        complain(f"Wrote {html}.")
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    console.print(f"{article.title or article.id} ({article.published}, {article.split})")
    console.print(_marked_text(article))
    for line in (*_event_lines(article), "", *_says_lines(article)):
        console.print(line)


def _marked_text(article: CorpusArticle) -> Text:
    from rich.text import Text

    text = Text(article.text)
    for says in article.says:
        for span in [m.span for m in says.sources] + ([says.cue.span] if says.cue else []):
            text.stylize("italic cyan", *span)
    for event in article.events:
        text.stylize("bold reverse", *event.trigger.span)
    return text


def _event_lines(article: CorpusArticle) -> Iterator[str]:
    """Two lines an event: id (with ? where optional), type, words, who > whom; then the rest."""
    for e in article.events:
        figures = [(n, getattr(e, n)) for n in ("dead", "injured", "arrested", "size")]
        rest = [
            f"when {e.date.words} = {e.date.start}..{e.date.end}" if e.date else "",
            f"where {e.place.words} = {e.place.country}" if e.place else "",
            *(f"{name} {f.low}..{f.high}" for name, f in figures if f),
            " ".join((e.status, *e.aux)),
            f"by {', '.join(e.by)}" if e.by else "",
            f"denied by {', '.join(e.denied)}" if e.denied else "",
            f"in {e.parent}" if e.parent else "",
        ]
        who, whom = _people(e.actors) or "-", _people(e.recipients) or "-"
        kind = " ".join((e.type, *e.modes))
        yield f"\n{e.id}{'?' if e.optional else ''}  {kind}  '{e.trigger.words}'  {who} > {whom}"
        yield "    " + "; ".join(part for part in rest if part)


def _says_lines(article: CorpusArticle) -> Iterator[str]:
    """One line an attribution: number, source, stance, cue, content, events."""
    for number, says in enumerate(article.says, start=1):
        content = " / ".join(article.text[start:end] for start, end in says.content)
        cue = f" '{says.cue.words}'" if says.cue else ""
        inside = "" if says.parent is None else f" in {says.parent + 1}"
        events = f"  [{', '.join(says.events)}]" if says.events else ""
        who = _people(says.sources) or "-"
        yield f"{number}{inside}  {who} {says.stance}{cue}: {content}{events}"


def _people(mentions: Sequence[CorpusMention]) -> str:
    return "; ".join(
        f"{m.words} = " + " + ".join(" ".join((party, *sectors)) for party, sectors in m.parties)
        for m in mentions
    )


def convert(
    out: Annotated[Path, typer.Argument(help="The folder to write; made if needed.")],
    corpus: Root = ROOT,
    split: Annotated[str | None, typer.Option(help="Only one part: train, dev or test.")] = None,
) -> None:
    """Write gold files (ID.gold.json) and training rows (rows.jsonl, one article a line)."""
    from dragoman.evaluate.corpus_convert import to_gold, to_row

    articles = [a for a in _articles(corpus) if a.split == (_split(split) or a.split)]
    out.mkdir(parents=True, exist_ok=True)
    with (out / "rows.jsonl").open("w", encoding="utf-8") as rows:
        for article in articles:
            rows.write(json.dumps(to_row(article), ensure_ascii=False) + "\n")
            gold = json.dumps(to_gold(article), ensure_ascii=False, indent=1)
            (out / f"{article.id}.gold.json").write_text(gold + "\n", encoding="utf-8")
    complain(f"Wrote {len(articles)} articles and sentences to {out}.")


def _split(name: str | None) -> Split | None:
    for split in _SPLITS:
        if name == split:
            return split
    if name is None:
        return None
    raise InputError("D501", f"There is no split {name!r}. Choose train, dev or test.")


def _articles(corpus: Path) -> list[CorpusArticle]:
    """The articles without errors; says how many problems keep others out."""
    from dragoman.evaluate.corpus import corpus_files, load_corpus

    loaded = load_corpus(corpus_files(corpus))
    if loaded.errors:
        complain(f"{len(loaded.errors)} errors keep articles out. Run: dragoman corpus check")
    return list(loaded.articles)


def agreement(
    first: Annotated[Path, typer.Argument(help="Files or folder of the first annotation.")],
    second: Annotated[Path, typer.Argument(help="The same ids, annotated again blind.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List every disagreement.")] = False,
) -> None:
    """Score a second annotation of the same articles against the first, field by field."""
    from dragoman.cli.evaluate import print_report
    from dragoman.evaluate.corpus import load_corpus
    from dragoman.evaluate.corpus_agreement import agree

    report = agree(load_corpus([first]).articles, load_corpus([second]).articles)
    print_report(report, as_json=as_json, errors=errors)
