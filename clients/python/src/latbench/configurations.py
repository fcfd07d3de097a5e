"""Words of the package for values of the protocol."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from ._generated import target_pb2
from .errors import LatBenchError

PRECISIONS: dict[str, Any] = {"fp32": target_pb2.PRECISION_FP32, "fp16": target_pb2.PRECISION_FP16, "int8": target_pb2.PRECISION_INT8}


def word(enum: Any, number: int, prefix: str) -> str:
    """Returns the word of a value: `valid` for VERDICT_VALID; empty for the unspecified one."""
    name = enum.Name(number) if number in enum.values() else ""
    return "" if name.endswith("_UNSPECIFIED") else name.removeprefix(prefix).lower().replace("_", "-")


def choice(words: Mapping[str, Any], text: str, what: str) -> Any:
    """Returns the value of a word."""
    if text not in words:
        raise LatBenchError(f"There is no {what} '{text}': give {', '.join(words)}.")
    return words[text]


def check_options(options: Mapping[str, Any], known: type) -> None:
    """Refuses options that there are not: a call takes any names."""
    names = list(known.__annotations__)
    for name in options:
        if name not in names:
            nearest = difflib.get_close_matches(name, names, 1)
            raise LatBenchError(f"There is no option '{name}': " + (f"did you mean '{nearest[0]}'?" if nearest else f"give {', '.join(names)}."))


def describe(config: target_pb2.ModelConfig) -> dict[str, Any]:
    """Returns a model configuration as columns of a table."""
    dataset = word(target_pb2.Dataset, config.dataset, "DATASET_")
    return {
        "input": config.input or dataset,
        "batch": config.batch,
        "precision": word(target_pb2.Precision, config.precision, "PRECISION_"),
        "graph_variant": word(target_pb2.GraphVariant, config.graph_variant, "GRAPH_VARIANT_"),
    }


def input_settings(
    dimensions: Mapping[str, int] | None = None, shapes: Mapping[str, tuple[int, ...]] | None = None, values: Mapping[str, str] | None = None
) -> target_pb2.InputSettings:
    """Returns the settings of the inputs of uploaded models."""
    settings = target_pb2.InputSettings(dimensions=dict(dimensions or {}), values=dict(values or {}))
    for name, shape in (shapes or {}).items():
        settings.shapes[name].dimensions.extend(shape)
    return settings
