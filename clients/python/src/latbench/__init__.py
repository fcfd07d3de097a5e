"""Latencies of neural networks from LatBench: measured on devices, predicted, searched with, and published as snapshots."""

from importlib import metadata as _metadata

from .campaigns import Campaign, Campaigns
from .client import Client, connect
from .errors import FieldError, LatBenchError
from .measuring import MeasureOptions
from .predictions import Prediction, PredictionStream
from .results import Result, Results
from .searches import Search, SearchOptions, Suggestion, Winner
from .snapshots import Snapshot, SnapshotInfo, load_snapshot
from .targets import Target

__all__ = [
    "Campaign",
    "Campaigns",
    "Client",
    "FieldError",
    "LatBenchError",
    "MeasureOptions",
    "Prediction",
    "PredictionStream",
    "Result",
    "Results",
    "Search",
    "SearchOptions",
    "Snapshot",
    "SnapshotInfo",
    "Suggestion",
    "Target",
    "Winner",
    "connect",
    "load_snapshot",
]

try:
    __version__ = _metadata.version("latbench")
except _metadata.PackageNotFoundError:  # the sources without an installation
    __version__ = "0"
