"""The client: one coordinator, and what it can be asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Unpack

from . import measuring, predictions, searches, snapshots
from ._generated import architecture_pb2, architecture_pb2_grpc, measurement_pb2
from .campaigns import Campaigns
from .configurations import choice
from .connection import Connection, find_address, find_data, find_token
from .errors import LatBenchError
from .frames import frame
from .measuring import MeasureOptions
from .models import Models
from .predictions import Prediction, PredictionStream
from .results import COLUMNS, Result, Results, list_results
from .searches import Search, SearchOptions
from .snapshots import Snapshot, SnapshotInfo
from .targets import Target, list_targets

if TYPE_CHECKING:
    from pandas import DataFrame

_PathLike = str | os.PathLike[str]
_VERDICTS = {
    "": measurement_pb2.VERDICT_UNSPECIFIED, "valid": measurement_pb2.VERDICT_VALID, "suspect": measurement_pb2.VERDICT_SUSPECT,
    "failed": measurement_pb2.VERDICT_FAILED, "cancelled": measurement_pb2.VERDICT_CANCELLED,
}


class Client:
    """A connection to a coordinator; made by `connect`. Threads may share it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.campaigns = Campaigns(connection)
        """Campaigns: submit, watch, wait, cancel."""
        self.models = Models(connection)
        """Uploaded models."""

    @property
    def address(self) -> str:
        """The address of the coordinator's gRPC port."""
        return self._connection.address

    def targets(self) -> list[Target]:
        """What can be measured on and predicted for, ordered by slug."""
        return list_targets(self._connection)

    def measure(self, model: _PathLike, target: str | None = None, *, precision: str = "fp32", batch: int | None = None, **options: Unpack[MeasureOptions]) -> Result:
        """Measures an ONNX file on a target and waits for the result.

        Without a target, the only active device is taken. The options are those of `measure_all`; `precisions` and `batches` have one value, `precision` and `batch`.
        Raises LatBenchError where it cannot be measured.
        """
        options["precisions"], options["batches"] = [precision], [] if batch is None else [batch]
        results = self.measure_all([model], None if target is None else [target], **options)
        if len(results) != 1:
            raise LatBenchError(f"There are {len(results)} results: ask for them with `measure_all`.")
        if results[0].verdict in ("failed", "cancelled"):
            raise LatBenchError(f"{os.fspath(model)} was not measured on {results[0].target}: {results[0].failure_message or 'the campaign was cancelled.'}", reason=results[0].failure_reason)
        return results[0]

    def measure_all(self, models: Sequence[_PathLike], targets: Sequence[str] | None = None, **options: Unpack[MeasureOptions]) -> Results:
        """Measures ONNX files on targets in one campaign, and returns a row for each, those that failed included.

        The options are those of `MeasureOptions`.
        """
        if isinstance(models, str | os.PathLike):
            raise LatBenchError("`measure_all` takes a list of files: give [model], or call `measure`.")
        if not models:
            raise LatBenchError("There is no file to measure: name one or more.")
        if isinstance(targets, str):
            targets = [targets]
        return measuring.measure(self._connection, models, targets, **options)

    def measurements(self, *, campaign: str = "", target: str = "", verdict: str = "", model: str = "", limit: int | None = None) -> DataFrame:
        """Measurements as a DataFrame, in the order in which they were made.

        `model` is `models/SHA256` of an uploaded one; `verdict` is `valid`, `suspect`, `failed` or `cancelled`.
        """
        frame((), ())  # before anything is fetched
        number = choice(_VERDICTS, verdict, "verdict")
        if limit == 0:
            return frame((), COLUMNS)
        names = {each.sha256: each.display_name for each in self.models.list()}
        return list_results(self._connection, names, campaign=campaign, target=target, verdict=number, model=model, limit=limit).to_pandas()

    def predict(
        self, target: str, architectures: str | Sequence[str] | None = None, *, search_space: str = "", predictor: str = "", timeout: float | None = None
    ) -> DataFrame:
        """Predicts latencies in milliseconds with 90 % intervals, as a DataFrame; without architectures, those of the whole search space."""
        frame((), ())  # before anything is fetched
        asked = [architectures] if isinstance(architectures, str) else architectures if architectures is None else list(architectures)
        if asked is not None and not asked:
            raise LatBenchError("There is no architecture to predict: give one or more, or leave them away for the whole search space.")
        return predictions.to_pandas(*predictions.predict(self._connection, target, asked, search_space=search_space, predictor=predictor, timeout=timeout))

    def predict_list(self, target: str, architectures: Sequence[str], *, search_space: str = "", predictor: str = "", timeout: float | None = None) -> list[Prediction]:
        """As `predict`, without pandas."""
        return predictions.predict(self._connection, target, list(architectures), search_space=search_space, predictor=predictor, timeout=timeout)[0]

    def predict_stream(self, target: str, *, search_space: str = "", predictor: str = "") -> PredictionStream:
        """Opens a stream for a loop that asks for predictions again and again; a context manager."""
        return PredictionStream(self._connection, target, search_space=search_space, predictor=predictor)

    def search(self, limits: Mapping[str, float], **options: Unpack[SearchOptions]) -> Search:
        """Starts a search for the most accurate network within `limits`, the most milliseconds on each target.

        The options are those of `SearchOptions`.
        """
        return searches.create(self._connection, limits, **options)

    def open_search(self, name: str) -> Search:
        """Goes on with a search, `searches/7`."""
        search = Search(self._connection, name)
        _ = search.state
        return search

    def snapshots(self) -> list[SnapshotInfo]:
        """The snapshots of the coordinator, newest first."""
        return snapshots.list_snapshots(self._connection)

    def create_snapshot(
        self, *, version: str = "", campaigns: Sequence[str] = (), targets: Sequence[str] = (), include_predictions: bool = False, timeout: float | None = None
    ) -> SnapshotInfo:
        """Publishes what is measured, and returns the snapshot; the newest one where nothing has changed."""
        return snapshots.create_snapshot(
            self._connection, version=version, campaigns=campaigns, targets=targets, include_predictions=include_predictions, timeout=timeout
        )

    def download_snapshot(self, version: str = "latest", out: _PathLike | None = None) -> Path:
        """Downloads a snapshot into `out`, or `latbench-VERSION` where it is not given, and returns the directory; resumes, and checks every hash."""
        return snapshots.download(self._connection, version, out)

    def load_snapshot(self, path_or_version: _PathLike = "latest", *, verify: bool = False) -> Snapshot:
        """Opens a snapshot: that in the directory of the name, else the version of the coordinator, which is downloaded into `latbench-VERSION`."""
        path = Path(path_or_version)
        if not path.is_dir():
            path = self.download_snapshot(os.fspath(path_or_version))
        return snapshots.load_snapshot(path, verify=verify)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self.address!r})"


def connect(
    address: str | None = None,
    token: str | None = None,
    *,
    token_file: _PathLike | None = None,
    data: _PathLike | None = None,
    ca_file: str | None = None,
    timeout: float = 30.0,
) -> Client:
    """Connects to a coordinator.

    `address` is that of its gRPC port, such as http://127.0.0.1:7081: the one given, else LATBENCH_SERVER, else that of the coordinator of the data directory, else
    http://127.0.0.1:7081. `data` is the data directory: the one given, else LATBENCH_COORDINATOR_DATA, else ./.latbench; latbench.json is not read. `token` is the one given, else that in `token_file`, else LATBENCH_TOKEN, else the admin token of the data directory, which is shown to this machine and to
    the coordinator of that directory only. `ca_file` has the authorities to trust for an https address. `timeout` is that of a call in seconds.
    Raises LatBenchError where no coordinator answers or the token is not accepted.
    """
    data = find_data(data)
    where = find_address(address, data)
    connection = Connection(where, find_token(token, token_file, data, where), ca_file, timeout)
    try:
        stub = architecture_pb2_grpc.ArchitectureServiceStub(connection.channel)
        connection.call(stub.ListSearchSpaces, architecture_pb2.ListSearchSpacesRequest())
    except LatBenchError:
        connection.close()
        raise
    return Client(connection)
