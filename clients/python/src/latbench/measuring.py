"""The way from ONNX files to their latencies."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .campaigns import Campaign, Campaigns
from .configurations import input_settings
from .connection import Connection
from .models import Models
from .results import Results, failed, list_results
from .targets import only_device

Path = str | os.PathLike[str]


def measure(
    connection: Connection,
    models: Sequence[Path],
    targets: Sequence[str] | None,
    *,
    name: str = "",
    external_data: Sequence[Path] = (),
    precisions: Sequence[str] = ("fp32",),
    batches: Sequence[int] = (),
    dimensions: Mapping[str, int] | None = None,
    shapes: Mapping[str, tuple[int, ...]] | None = None,
    values: Mapping[str, str] | None = None,
    min_passes: int | None = None,
    max_passes: int | None = None,
    max_relative_error: float | None = None,
    min_spread: float | None = None,
    remeasure: bool = False,
    profile: bool = False,
    custom_operators: bool = False,
    timeout: float | None = None,
    on_progress: Callable[[Campaign], Any] | None = None,
) -> Results:
    """Uploads the files, measures them in one campaign, and returns a row for each file, target and configuration."""
    chosen = list(targets) if targets else [only_device(connection)]
    uploads = Models(connection)
    uploaded = [uploads.upload(file, name=name, external_data=external_data, custom_operators=custom_operators) for file in models]
    campaigns = Campaigns(connection)
    campaign = campaigns.submit(
        chosen,
        architectures=list(dict.fromkeys(model.sha256 for model in uploaded)),
        search_space="onnx",
        precisions=precisions,
        batches=batches,
        inputs=input_settings(dimensions, shapes, values),
        min_passes=min_passes,
        max_passes=max_passes,
        max_relative_error=max_relative_error,
        min_spread=min_spread,
        remeasure=remeasure,
        profile=profile,
    )
    ended = campaigns.wait(campaign.name, timeout=timeout, on_progress=on_progress)
    names = {model.sha256: model.display_name for model in uploaded}
    results = list_results(connection, names, campaign=campaign.name)
    for architecture, reason in ended.skipped:
        results.extend(failed(names.get(architecture, architecture), target, {}, reason, campaign.name) for target in ended.targets)
    return results
