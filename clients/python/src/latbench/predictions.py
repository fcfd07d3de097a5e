"""Latencies that a predictor tells without measuring."""

from __future__ import annotations

import queue
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any

import grpc

from ._generated import predictor_pb2, predictor_pb2_grpc
from .connection import Connection
from .errors import LatBenchError, from_call
from .frames import frame

if TYPE_CHECKING:
    from pandas import DataFrame

MAX_ARCHITECTURES = 20_000
"""Architectures of one request."""


@dataclass(frozen=True)
class Prediction:
    """The prediction for one architecture, in milliseconds."""

    architecture: str
    """The architecture as it was given."""
    latency_ms: float
    low_ms: float
    """Lower end of the 90 % interval."""
    high_ms: float
    """Upper end of the 90 % interval."""


def predict(
    connection: Connection, target: str, architectures: Sequence[str] | None, *, search_space: str = "", predictor: str = "", timeout: float | None = None
) -> tuple[list[Prediction], str, int]:
    """Returns predictions, the predictor that answered and its version. Without architectures, those of the whole space."""
    stub = predictor_pb2_grpc.PredictorServiceStub(connection.channel)
    common: dict[str, Any] = {"target": target, "search_space": search_space, "predictor": predictor}
    predictions: list[Prediction] = []
    name, version = predictor, 0
    if architectures is None:
        parts = connection.stream(stub.PredictSpace, predictor_pb2.PredictSpaceRequest(**common), timeout or max(connection.timeout, 600.0))
        for part in parts:
            name, version = part.predictor, part.version
            predictions.extend(map(_prediction, part.predictions))
        return predictions, name, version
    for start in range(0, len(architectures), MAX_ARCHITECTURES):
        # All parts come from one version, whatever is promoted meanwhile.
        request = predictor_pb2.PredictRequest(architectures=architectures[start:start + MAX_ARCHITECTURES], **dict(common, predictor=name))
        response = connection.call(stub.Predict, request, timeout)
        name, version = response.predictor, response.version
        predictions.extend(map(_prediction, response.predictions))
    return predictions, name, version


def to_pandas(predictions: Sequence[Prediction], predictor: str, version: int) -> DataFrame:
    """A DataFrame with a row for each architecture; `attrs` names the predictor."""
    table = frame(map(asdict, predictions), ["architecture", "latency_ms", "low_ms", "high_ms"])
    table.attrs.update(predictor=predictor, version=version)
    return table


class PredictionStream:
    """One stream of requests to a predictor, for loops that ask again and again: each request is answered in about a millisecond."""

    def __init__(self, connection: Connection, target: str, *, search_space: str = "", predictor: str = "") -> None:
        self._connection = connection
        self._first: dict[str, Any] = {"target": target, "search_space": search_space, "predictor": predictor}
        self._requests: queue.SimpleQueue[predictor_pb2.PredictStreamRequest | None] = queue.SimpleQueue()
        stub = predictor_pb2_grpc.PredictorServiceStub(connection.channel)
        self._call = connection.open(stub.PredictStream, iter(self._requests.get, None), timeout=None)

    def predict(self, architectures: str | Sequence[str]) -> list[Prediction]:
        """Predicts the architectures. After an error of one request the stream goes on."""
        asked = [architectures] if isinstance(architectures, str) else list(architectures)
        self._requests.put(predictor_pb2.PredictStreamRequest(architectures=asked, **self._first))
        try:
            answer = next(self._call)
        except StopIteration:
            raise LatBenchError("The stream of predictions is closed: open another.") from None
        except grpc.RpcError as error:
            raise from_call(error, self._connection.address) from None
        if answer.HasField("error"):
            raise LatBenchError(answer.error.message, code="INVALID_ARGUMENT", reason=answer.error.reason)
        return [_prediction(each) for each in answer.predictions]

    def __call__(self, architectures: str | Sequence[str]) -> list[Prediction]:
        """As `predict`."""
        return self.predict(architectures)

    def close(self) -> None:
        """Ends the stream."""
        self._requests.put(None)
        self._call.cancel()

    def __enter__(self) -> PredictionStream:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _prediction(message: Any) -> Prediction:
    return Prediction(message.architecture, message.latency_ms, message.low_ms, message.high_ms)


