"""The record as one object: put articles in, ask for events, count them, look at one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dragoman import flat
from dragoman.engine.item import Item
from dragoman.engine.pool import Pool
from dragoman.errors import InputError
from dragoman.extras import need
from dragoman.record import add as adding
from dragoman.record import incident_query, query
from dragoman.record.add import CodesBatches, Tally
from dragoman.record.database import BUSY_TIMEOUT_S, Database
from dragoman.record.filters import filters_of
from dragoman.record.groups import group
from dragoman.record.incident_query import Incident
from dragoman.record.panel import panel, panel_columns
from dragoman.record.query import Failure, Found
from dragoman.record.regroup import is_pending, regroup
from dragoman.record.write import write
from dragoman.records import Article, Event, Reading
from dragoman.settings import Settings


class Events(flat.Table):
    """Events that were asked for: iterate over rows, or turn them into a frame."""


class Incidents(flat.Table):
    """Incidents that were asked for: iterate over rows, or turn them into a frame."""

    def __init__(self, found: Iterable[Incident]) -> None:
        super().__init__(map(incident_query.row, found), columns=incident_query.COLUMNS)


class Panel:
    """Counts and mean scores by unit and period. `undated` events or incidents count nowhere."""

    def __init__(
        self, columns: tuple[str, ...], rows: Iterable[dict[str, Any]], *, undated: int
    ) -> None:
        self.columns = columns
        self.rows = list(rows)
        self.undated = undated

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_arrow(self) -> Any:
        """A `pyarrow.Table`."""
        pa = need("pyarrow")
        return pa.Table.from_pylist(self.rows, schema=self._schema(pa))

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame`."""
        return need("pandas").DataFrame(self.rows, columns=list(self.columns))

    def to_polars(self) -> Any:
        """A `polars.DataFrame`."""
        return need("polars").from_arrow(self.to_arrow())

    def _schema(self, pa: Any) -> Any:
        at = self.columns.index("period")

        def kind(number: int, name: str) -> Any:
            if number <= at:
                return pa.string()
            return pa.float64() if name.startswith("score_") else pa.int64()

        return pa.schema([(name, kind(i, name)) for i, name in enumerate(self.columns)])


class Record:
    """A database of readings. Get one with `dragoman.open`; use it in a `with`, or `close` it."""

    def __init__(self, place: str, *, busy_timeout_s: int = BUSY_TIMEOUT_S) -> None:
        self._database = Database(place, busy_timeout_s=busy_timeout_s)

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Give connections back. What was written is written."""
        self._database.close()

    def add(
        self,
        articles: Iterable[Article | Item],
        *,
        workers: int | None = None,
        settings: Settings | None = None,
        pool: CodesBatches | None = None,
        on_progress: Callable[[Tally], None] | None = None,
    ) -> Tally:
        """Code the articles that are not known yet and keep their readings.

        Each lot is kept as a whole before the next; safe to interrupt and to repeat. `pool` is for
        one of your own, else one of `workers` processes is made. Raises `StoreError`, `ModelError`.
        """
        if pool is not None:
            return adding.add(self._database, articles, pool, on_progress=on_progress)
        with Pool(workers=workers, settings=settings) as made:
            return adding.add(self._database, articles, made, on_progress=on_progress)

    def pending(self, articles: Iterable[Article | Item]) -> Iterator[tuple[Item, bool]]:
        """Each article and whether it is known. Codes and writes nothing."""
        return adding.pending(self._database, articles)

    def put(self, readings: Iterable[Reading]) -> None:
        """Keep readings that were made elsewhere, all or none. Safe to repeat."""
        with self._database.write(alone=True) as connection:
            write(connection, adding.stored(readings))
        group(self._database)
        regroup(self._database)

    def events(self, *, limit: int | None = None, **filters: object) -> Events:
        """Events in the order of their days, as rows. `Filters` says what can be asked.

        Raises `InputError` D306 for an unknown filter or value, D107 for a day.
        """
        return Events(flat.row(f.reading, f.event) for f in self.find(limit=limit, **filters))

    def find(self, *, limit: int | None = None, **filters: object) -> Iterator[Found]:
        """As `events`, each with its reading."""
        return query.find(self._database, filters_of(filters), limit=limit)

    def count(self, **filters: object) -> int:
        """How many events there are."""
        return query.count(self._database, filters_of(filters))

    def incidents(self, *, limit: int | None = None, **filters: object) -> Incidents:
        """Incidents with an event that is asked for, each whole, as rows.

        In a record of an older version incidents are looked for first, which writes to it.
        """
        return Incidents(self.find_incidents(limit=limit, **filters))

    def find_incidents(self, *, limit: int | None = None, **filters: object) -> Iterator[Incident]:
        """As `incidents`, with publishers and figures in full."""
        return incident_query.find(self._regrouped(), filters_of(filters), limit=limit)

    def count_incidents(self, **filters: object) -> int:
        """How many incidents there are."""
        return incident_query.count(self._regrouped(), filters_of(filters))

    def incident(self, id: str) -> Incident:
        """One incident by its id. Raises `InputError` D605."""
        for found in self.find_incidents(incident=id):
            return found
        raise InputError(
            "D605", f"No incident has the id {id!r}. List ids with: events --incidents"
        )

    def incident_of(self, found: Found) -> Incident:
        """The incident that an event of the record belongs to."""
        return self.incident(incident_query.of_event(self._regrouped(), found) or "")

    def reports(self, incident: str) -> list[Found]:
        """The events of one incident, by its id, in the order of publication."""
        return incident_query.reports(self._regrouped(), incident)

    def _regrouped(self) -> Database:
        """The database, with incidents looked for in a record of an older version."""
        if is_pending(self._database):
            regroup(self._database)
        return self._database

    def selected(self, **filters: object) -> Iterator[tuple[Reading, tuple[Event, ...]]]:
        """Readings with those of their events that are asked for, article by article."""
        return query.by_reading(self._database, filters_of(filters))

    def event(self, id: str) -> Found:
        """One event with its reading; the start of its id will do. Raises `InputError` D605."""
        found = query.event_of(self._database, id)
        if found is None:
            raise InputError(
                "D605", f"No event, or more than one, has the id {id!r}. List ids with: events"
            )
        return found

    def reading(self, document: str) -> Reading:
        """The reading of one article. Raises `InputError` D605."""
        found = query.reading_of(self._database, document)
        if found is None:
            raise InputError("D605", f"There is no reading of an article {document!r}.")
        return found

    def readings(self) -> Iterator[Reading]:
        """All readings, in the order of their articles' ids."""
        return query.all_readings(self._database)

    def copies(self, document: str) -> list[str]:
        """Ids of the near-duplicates of an article."""
        return query.copies_of(self._database, document)

    def panel(
        self,
        *,
        unit: str = "dyad",
        by: str = "month",
        by_incident: bool = False,
        **filters: object,
    ) -> Panel:
        """Counts and mean scores by unit and period, zeros filled in.

        Unless asked for, what is to come, supposed or negated is left out (`happened=True`), and a
        group of near-duplicates counts once (`copies=False`). `by_incident` counts the incidents
        that `find_incidents` gives, each once, on its day and with its status and score.
        """
        asked = filters_of({"happened": True, "copies": by_incident, **filters})
        database = self._regrouped() if by_incident else self._database
        rows = list(panel(database, asked, unit=unit, by=by, by_incident=by_incident))
        undated = incident_query.count_undated if by_incident else query.count_undated
        return Panel(panel_columns(unit), rows, undated=undated(database, asked))

    def failures(self) -> list[Failure]:
        """Inputs that could not be read, and why."""
        return query.failures(self._database)

    def counts(self) -> dict[str, int]:
        """How many articles, voices (near-duplicates count once), events and failures there are."""
        return query.counts(self._database)

    def dump(self) -> list[str]:
        """Everything in the record as sorted lines: equal records give equal lines."""
        return list(query.dump(self._database))
