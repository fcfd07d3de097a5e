"""Measured latencies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from google.protobuf import json_format

from ._generated import job_pb2, measurement_pb2, measurement_pb2_grpc
from .configurations import describe, word
from .connection import Connection
from .frames import frame

if TYPE_CHECKING:
    from pandas import DataFrame

FIGURES = ("latency_ms", "ci95_low_ms", "ci95_high_ms", "median_ms", "mean_ms", "min_ms", "p90_ms", "p99_ms", "iqr_mean_ms", "contention", "samples", "passes", "session_creation_ms", "peak_memory_bytes")
COLUMNS = (
    "model", "target", "search_space", "input", "batch", "precision", "graph_variant", "verdict", *FIGURES,
    "suspicions", "stop_reason", "failure_reason", "failure_message", "reused", "measure_time", "campaign", "measurement",
)


@dataclass(frozen=True)
class Pass:
    """One pass of a measurement: a block of consecutive inferences."""

    number: int
    counted: bool
    """False for a double that came late."""
    samples_ns: tuple[int, ...]
    """Durations of the inferences in their order."""
    contended: bool | None
    """True where another process used the core; None where that is not known."""
    start_time: datetime
    conditions: dict[str, Any]
    """The conditions of the machine around the block; what the device does not report is absent."""


@dataclass(frozen=True)
class Result:
    """The measurement of one model on one target. Figures that a failed one lacks are None. All latencies are in milliseconds."""

    model: str
    """The name of the model: the display name of an uploaded one, or the architecture."""
    target: str
    verdict: str
    """`valid`, `suspect`, `failed` or `cancelled`; empty while passes are still to come."""
    search_space: str
    configuration: dict[str, Any]
    """`input`, `batch`, `precision` and `graph_variant`."""
    latency_ms: float | None = None
    """Quiet latency, the 5th percentile of the samples at the reference clock."""
    ci95_low_ms: float | None = None
    ci95_high_ms: float | None = None
    median_ms: float | None = None
    mean_ms: float | None = None
    min_ms: float | None = None
    p90_ms: float | None = None
    """90th percentile; None below 64 samples."""
    p99_ms: float | None = None
    """99th percentile; None below 662 samples."""
    iqr_mean_ms: float | None = None
    contention: float | None = None
    """Median over quiet latency, minus one."""
    samples: int | None = None
    passes: int | None = None
    session_creation_ms: float | None = None
    peak_memory_bytes: int | None = None
    suspicions: tuple[str, ...] = ()
    """The reasons against a suspect one."""
    stop_reason: str = ""
    failure_reason: str = ""
    failure_message: str = ""
    reused: bool = False
    """True where the figures are those of an earlier campaign."""
    measure_time: datetime | None = None
    """When its last pass ended."""
    campaign: str = ""
    measurement: str = ""
    """`measurements/7`; empty where it was left out before it was measured."""
    _connection: Connection | None = field(default=None, repr=False, compare=False)

    @property
    def ci95(self) -> tuple[float, float] | None:
        """The 95 % interval of `latency_ms`."""
        return None if self.ci95_low_ms is None or self.ci95_high_ms is None else (self.ci95_low_ms, self.ci95_high_ms)

    @property
    def percentiles(self) -> dict[int, float]:
        """Percentiles by their number; those that need more samples are missing."""
        known = {50: self.median_ms, 90: self.p90_ms, 99: self.p99_ms}
        return {number: value for number, value in known.items() if value is not None}

    def read_passes(self) -> list[Pass]:
        """Fetches every pass with its samples."""
        if self._connection is None or not self.measurement:
            return []
        stub = measurement_pb2_grpc.MeasurementServiceStub(self._connection.channel)
        response = self._connection.call(stub.GetMeasurement, measurement_pb2.GetMeasurementRequest(name=self.measurement))
        return [_pass(each) for each in response.passes]

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """The conditions of the machine around every counted pass; each access fetches them."""
        return [each.conditions for each in self.read_passes() if each.counted]

    def to_pandas(self) -> DataFrame:
        """A DataFrame with one row."""
        return Results([self]).to_pandas()

    def _row(self) -> dict[str, Any]:
        figures = {name: getattr(self, name) for name in COLUMNS if hasattr(self, name)}
        return {**figures, **self.configuration, "suspicions": ", ".join(self.suspicions)}


class Results(list[Result]):
    """Measurements, each of one model on one target."""

    def to_pandas(self) -> DataFrame:
        """A DataFrame with a row for each; figures that one lacks are NaN."""
        return frame((each._row() for each in self), COLUMNS)


def result(message: measurement_pb2.Measurement, connection: Connection, names: dict[str, str] | None = None) -> Result:
    """Returns a measurement of the protocol; `names` has display names by SHA-256 of uploaded models."""
    figures: dict[str, Any] = {}
    if message.HasField("summary"):
        summary = message.summary
        optional = {"p90_ms", "p99_ms", "peak_memory_bytes"}
        figures = {name: getattr(summary, name) for name in FIGURES if name not in optional or summary.HasField(name)}
    return Result(
        model=(names or {}).get(message.effective_cell, message.effective_cell),
        target=message.target,
        verdict=word(measurement_pb2.Verdict, message.verdict, "VERDICT_"),
        search_space=message.search_space,
        configuration=describe(message.model_config),
        suspicions=tuple(message.suspicions),
        stop_reason=word(measurement_pb2.StopReason, message.stop_reason, "STOP_REASON_"),
        failure_reason=word(job_pb2.FailureReason, message.failure_reason, "FAILURE_REASON_"),
        failure_message=message.failure_message,
        reused=bool(message.reused_from),
        measure_time=message.measure_time.ToDatetime(UTC) if message.HasField("measure_time") else None,
        campaign=message.campaign,
        measurement=message.name,
        _connection=connection,
        **figures,
    )


def list_results(
    connection: Connection, names: dict[str, str] | None = None, *, campaign: str = "", target: str = "", verdict: Any = None, model: str = "", limit: int | None = None
) -> Results:
    """Returns measurements in the order in which they were made."""
    stub = measurement_pb2_grpc.MeasurementServiceStub(connection.channel)
    size = 1000 if limit is None else max(1, min(limit, 1000))
    request = measurement_pb2.ListMeasurementsRequest(campaign=campaign, target=target, verdict=verdict, model=model, page_size=size)
    results = Results()
    for message in connection.pages(stub.ListMeasurements, request, "measurements"):
        if limit is not None and len(results) >= limit:
            break
        results.append(result(message, connection, names))
    return results


def _pass(message: measurement_pb2.Pass) -> Pass:
    made = message.result
    return Pass(
        message.number, message.counted, tuple(made.samples_ns), made.contended if made.HasField("contended") else None,
        made.start_time.ToDatetime(UTC), json_format.MessageToDict(made.conditions, preserving_proto_field_name=True),
    )


def failed(model: str, target: str, configuration: dict[str, Any], reason: str, campaign: str) -> Result:
    """Returns the result of a model that was left out before it was measured."""
    return Result(model, target, "failed", "onnx", configuration, failure_reason="not-measurable", failure_message=reason, campaign=campaign)


