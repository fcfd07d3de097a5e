"""Searches for the best network under latency limits, by asking and telling."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypedDict, Unpack

from ._generated import protocol_pb2, search_pb2, search_pb2_grpc
from .configurations import check_options, word
from .connection import Connection
from .errors import LatBenchError

CREATION_SECONDS = 600.0


@dataclass(frozen=True)
class Suggestion:
    """An architecture to train."""

    number: int
    """The number in the search, from 1."""
    architecture: str
    code: str
    """The short form."""
    latencies_ms: dict[str, float]
    """Predicted latencies by target."""
    official_index: int | None
    """Its index in the published tables, where it is known."""


@dataclass(frozen=True)
class Winner:
    """One of the best architectures so far."""

    architecture: str
    code: str
    accuracy: float
    """In percent."""
    state: str
    """`measuring`, `confirmed` or `refuted`; empty where it was not measured."""
    predicted_ms: dict[str, float]
    measured_ms: dict[str, float]
    """Latencies by target, as far as they are known."""


class Search:
    """A search that the coordinator keeps: it goes on after a restart of either side, by its name."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._stub = search_pb2_grpc.SearchServiceStub(connection.channel)
        self.name = name
        """`searches/7`."""

    def __repr__(self) -> str:
        return f"Search({self.name!r})"

    def suggest(self, count: int = 0) -> Iterator[Suggestion]:
        """Architectures to train until the budget is spent; first those that were suggested before and not reported. `count` is the number that is asked for at once; 0 for as many as suit the strategy."""
        waiting = [each for each in self._get().suggestions if not each.failed and not each.HasField("accuracy")]
        while True:
            yield from map(_suggestion, waiting)
            request = search_pb2.SuggestArchitecturesRequest(name=self.name, count=count, request_id=uuid.uuid4().hex)
            waiting = list(self._connection.call(self._stub.SuggestArchitectures, request, max(CREATION_SECONDS, self._connection.timeout)).suggestions)
            if not waiting:
                return

    def report(self, architecture: Suggestion | str, accuracy: float | None = None, *, failed: bool = False) -> None:
        """Tells the accuracy of an architecture in percent, or that its training failed."""
        if (accuracy is None) != failed:
            raise LatBenchError("Report either an accuracy in percent, or `failed=True`.")
        text = architecture.architecture if isinstance(architecture, Suggestion) else architecture
        result = search_pb2.AccuracyReport(architecture=text, failed=True) if accuracy is None else search_pb2.AccuracyReport(architecture=text, accuracy=accuracy)
        self._connection.call(self._stub.ReportAccuracies, search_pb2.ReportAccuraciesRequest(name=self.name, reports=[result]))

    @property
    def state(self) -> str:
        """`running`, `proving`, `succeeded` or `cancelled`; each access fetches it."""
        return word(search_pb2.SearchState, self._get().state, "SEARCH_STATE_")

    @property
    def winners(self) -> list[Winner]:
        """The best so far, best first; each access fetches them."""
        return [_winner(each) for each in self._get().ranking]

    def verify(
        self, targets: Sequence[str] = (), *, min_passes: int | None = None, max_passes: int | None = None, min_spread: float | None = None,
        timeout: float | None = None, on_progress: Callable[[str, int], Any] | None = None,
    ) -> list[Winner]:
        """Has the best measured on their targets until as many are confirmed as the search has winners, and returns them. `on_progress` gets the state and the number confirmed."""
        protocol = protocol_pb2.Protocol(min_passes=min_passes or 0, max_passes=max_passes or 0)
        if min_spread is not None:
            protocol.min_spread.FromTimedelta(timedelta(seconds=min_spread))
        self._connection.call(self._stub.ProveWinners, search_pb2.ProveWinnersRequest(name=self.name, targets=targets, protocol=protocol))
        for update in self._connection.stream(self._stub.WatchSearch, search_pb2.WatchSearchRequest(name=self.name), timeout):
            if on_progress is not None:
                on_progress(word(search_pb2.SearchState, update.search.state, "SEARCH_STATE_"), update.search.progress.confirmed)
        return [winner for winner in self.winners if winner.state == "confirmed"]

    def cancel(self) -> None:
        """Ends the search; what was reported stays."""
        self._connection.call(self._stub.CancelSearch, search_pb2.CancelSearchRequest(name=self.name))

    def save_report(self, directory: str | Path) -> list[Path]:
        """Writes the report, Markdown and HTML with its pictures, and returns the files."""
        response = self._connection.call(self._stub.GetSearchReport, search_pb2.GetSearchReportRequest(name=self.name))
        folder = Path(directory)
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for file in response.files:
            written.append(folder / Path(file.path).name)
            written[-1].write_text(file.content, encoding="utf-8")
        return written

    def _get(self) -> search_pb2.Search:
        return self._connection.call(self._stub.GetSearch, search_pb2.GetSearchRequest(name=self.name)).search


class SearchOptions(TypedDict, total=False):
    """The options of a search; what is left out has the default of the coordinator."""

    budget: int
    """The number of trainings that it may ask for, failed ones included; 100 by default."""
    seed: int
    """The same seed and the same reports give the same suggestions; 1 by default."""
    strategy: str
    """`latbench` (the default), `brp-nas`, `gaussian-process`, `gcn`, `evolution`, `local-search` or `random`."""
    winners: int
    """The number of winners that `verify` has to confirm; 3 by default."""
    search_space: str
    """The search space; nas-bench-201 by default."""
    candidates: Sequence[str]
    """The architectures that may be suggested; the whole space by default."""
    confident: bool
    """Ask that the upper end of the interval meets the limits, instead of the prediction."""
    display_name: str
    """Free text for people."""
    request_id: str
    """Chosen by the caller; a repeat gives back the first search."""


def create(connection: Connection, limits: Mapping[str, float], **options: Unpack[SearchOptions]) -> Search:
    """Starts a search."""
    check_options(options, SearchOptions)
    search = search_pb2.Search(
        display_name=options.get("display_name", ""),
        strategy=options.get("strategy", ""),
        budget=options.get("budget", 0),
        seed=options.get("seed", 1),
        winners=options.get("winners", 0),
        confident=options.get("confident", False),
        search_space=options.get("search_space", ""),
        limits=[search_pb2.SearchLimit(target=target, max_latency_ms=limit) for target, limit in limits.items()],
        candidates=[search_pb2.SearchCandidate(architecture=text) for text in options.get("candidates", ())],
    )
    stub = search_pb2_grpc.SearchServiceStub(connection.channel)
    created = connection.call(stub.CreateSearch, search_pb2.CreateSearchRequest(search=search, request_id=options.get("request_id", "")), max(CREATION_SECONDS, connection.timeout))
    return Search(connection, created.search.name)


def _suggestion(message: search_pb2.SearchSuggestion) -> Suggestion:
    return Suggestion(
        message.number, message.architecture, message.code, {each.target: each.latency_ms for each in message.latencies},
        message.official_index if message.HasField("official_index") else None,
    )


def _winner(message: search_pb2.SearchWinner) -> Winner:
    return Winner(
        message.architecture, message.code, message.accuracy, word(search_pb2.WinnerState, message.state, "WINNER_STATE_"),
        {each.target: each.predicted.latency_ms for each in message.latencies if each.HasField("predicted")},
        {each.target: each.measured_ms for each in message.latencies if each.HasField("measured_ms")},
    )
