"""The way from ONNX files to their latencies."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from .campaigns import Campaign, Campaigns
from .configurations import check_options, input_settings
from .connection import Connection
from .errors import LatBenchError
from .models import Models
from .results import Results, failed, list_results
from .targets import only_device

Path = str | os.PathLike[str]


class MeasureOptions(TypedDict, total=False):
    """The options of a measurement."""

    name: str
    """A name for people; that of the file by default. For one file."""
    external_data: Sequence[Path]
    """The files of a model's external data. For one file."""
    precisions: Sequence[str]
    """`fp32`, `fp16` and `int8`; fp32 by default."""
    batches: Sequence[int]
    """Batches; that of the model, or 1, by default."""
    dimensions: Mapping[str, int]
    """Values of free dimensions, by their names."""
    shapes: Mapping[str, tuple[int, ...]]
    """Whole shapes, by the names of inputs."""
    values: Mapping[str, str]
    """Values, by the names of inputs: `ones`, `zeros`, `uniform LOW HIGH`, `integers LOW HIGH`."""
    min_passes: int
    """Passes that every model gets; at least 2."""
    max_passes: int
    """Passes after which a model is left as it is."""
    max_relative_error: float
    """Wished half-width of the 95 % interval relative to the estimate; 0.02 by default."""
    min_spread: float
    """Least time from the first pass of a model to its last in seconds; 120 by default."""
    remeasure: bool
    """Measure again what is already measured and valid on the same target."""
    profile: bool
    """Run every model once more under the profiler of the runtime."""
    custom_operators: bool
    """Take models with operators that ONNX Runtime lacks."""
    timeout: float
    """The time to wait for the campaign in seconds; none by default."""
    on_progress: Callable[[Campaign], Any]
    """Called with the campaign after every change."""


def measure(connection: Connection, models: Sequence[Path], targets: Sequence[str] | None, **options: Unpack[MeasureOptions]) -> Results:
    """Uploads the files, measures them in one campaign, and returns a row for each file, target and configuration."""
    check_options(options, MeasureOptions)
    if len(models) > 1 and ("name" in options or "external_data" in options):
        raise LatBenchError("`name` and `external_data` belong to one file: upload the files with `models.upload`, one by one, or measure one alone.")
    chosen = list(targets) if targets else [only_device(connection)]
    uploads = Models(connection)
    uploaded = [
        uploads.upload(file, name=options.get("name", ""), external_data=options.get("external_data", ()), custom_operators=options.get("custom_operators", False)) for file in models
    ]
    campaigns = Campaigns(connection)
    campaign = campaigns.submit(
        chosen,
        architectures=list(dict.fromkeys(model.sha256 for model in uploaded)),
        search_space="onnx",
        precisions=options.get("precisions", ("fp32",)),
        batches=options.get("batches", ()),
        inputs=input_settings(options.get("dimensions"), options.get("shapes"), options.get("values")),
        min_passes=options.get("min_passes"),
        max_passes=options.get("max_passes"),
        max_relative_error=options.get("max_relative_error"),
        min_spread=options.get("min_spread"),
        remeasure=options.get("remeasure", False),
        profile=options.get("profile", False),
    )
    ended = campaigns.wait(campaign.name, timeout=options.get("timeout"), on_progress=options.get("on_progress"))
    rows = list(list_results(connection, campaign=campaign.name))
    rows.extend(failed(architecture, target, {}, reason, campaign.name) for architecture, reason in ended.skipped for target in ended.targets)
    # Rows name the SHA-256 of their model: equal files have been measured once, and each has its row.
    labels = [options.get("name") or os.path.basename(os.fspath(file)) for file in models]
    return Results(replace(row, model=label) for label, model in zip(labels, uploaded) for row in rows if row.model == model.sha256)
