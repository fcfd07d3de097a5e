"""What can be measured on, and predicted for."""

from __future__ import annotations

from dataclasses import dataclass

from ._generated import device_pb2, device_pb2_grpc, measurement_pb2, measurement_pb2_grpc, predictor_pb2, predictor_pb2_grpc
from .configurations import word
from .connection import Connection
from .errors import LatBenchError


@dataclass(frozen=True)
class Target:
    """A device with everything about its runtime that changes a latency, or an imported table of latencies."""

    slug: str
    """The name, such as `lab-xeon/ort-1.31.1/cpu/t1`."""
    device: str
    """The device; empty for an imported one."""
    state: str
    """State of the device: `active`, `draining`, `quarantined` or `removed`; empty for an imported one."""
    origin: str
    """`measured` or `imported`; empty before the first valid measurement."""
    labels: int
    """Number of architectures with a latency, over all search spaces and model configurations."""
    predictors: tuple[str, ...]
    """Predictors that serve it, `predictors/7`."""


def list_targets(connection: Connection) -> list[Target]:
    """All targets, ordered by their slugs."""
    labels: dict[str, int] = {}
    origins: dict[str, str] = {}
    stub = measurement_pb2_grpc.MeasurementServiceStub(connection.channel)
    for row in connection.pages(stub.ListLabelledTargets, measurement_pb2.ListLabelledTargetsRequest(page_size=1000), "targets"):
        labels[row.target] = labels.get(row.target, 0) + row.labels
        origins[row.target] = word(measurement_pb2.Origin, row.origin, "ORIGIN_")
    predictors: dict[str, list[str]] = {}
    serving = predictor_pb2_grpc.PredictorServiceStub(connection.channel)
    for predictor in connection.pages(serving.ListPredictors, predictor_pb2.ListPredictorsRequest(promoted=True, page_size=500), "predictors"):
        predictors.setdefault(predictor.target, []).append(predictor.name)
    devices = {target.slug: device for device in list_devices(connection) for target in device.targets}
    return [
        Target(
            slug,
            devices[slug].name.removeprefix("devices/") if slug in devices else "",
            word(device_pb2.DeviceState, devices[slug].state, "DEVICE_STATE_") if slug in devices else "",
            origins.get(slug, ""),
            labels.get(slug, 0),
            tuple(predictors.get(slug, ())),
        )
        for slug in sorted({*devices, *labels, *predictors})
    ]


def list_devices(connection: Connection) -> list[device_pb2.Device]:
    stub = device_pb2_grpc.DeviceServiceStub(connection.channel)
    return list(connection.pages(stub.ListDevices, device_pb2.ListDevicesRequest(page_size=1000), "devices"))


def only_device(connection: Connection) -> str:
    """Returns the device to measure on where none is named: the only active one."""
    active = [device.name.removeprefix("devices/") for device in list_devices(connection) if device.state == device_pb2.DEVICE_STATE_ACTIVE]
    if len(active) == 1:
        return active[0]
    if not active:
        raise LatBenchError("No device is active: start an agent with `latbench agent run`, or name a target.")
    raise LatBenchError(f"There are {len(active)} active devices ({', '.join(active[:10])}{', …' if len(active) > 10 else ''}): name one with `target`.")
