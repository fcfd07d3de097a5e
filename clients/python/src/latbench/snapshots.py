"""Snapshots: published measurements, as files."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ._generated import snapshot_pb2, snapshot_pb2_grpc
from .connection import Connection
from .errors import LatBenchError
from .parquet import Filter, read

if TYPE_CHECKING:
    from pandas import DataFrame

_VERSION = re.compile(r"[0-9A-Za-z.+-]+")


@dataclass(frozen=True)
class SnapshotInfo:
    """A snapshot that a coordinator has."""

    version: str
    rows: int
    """Rows of the latency table: architectures × targets."""
    size_bytes: int
    sha256: str
    """SHA-256 of `SHA256SUMS`, which names every other file with its hash."""


class Snapshot:
    """A snapshot on this machine. Tables are read when they are asked for; nothing but the files is needed."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        """The directory."""
        try:
            manifest = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        except OSError as error:
            raise LatBenchError(f"{self.path} is no snapshot (manifest.json: {error.strerror}): name the directory of one, such as latbench-1.0.0.") from None
        except ValueError:
            raise LatBenchError(f"{self.path} is no snapshot that can be read (manifest.json is no JSON): download it again.") from None
        self.manifest: dict[str, Any] = manifest
        """The content of `manifest.json`: version, selection, tables, files."""

    def __repr__(self) -> str:
        return f"Snapshot({str(self.path)!r}, version {self.version})"

    @property
    def version(self) -> str:
        """The version."""
        return str(self.manifest.get("version", ""))

    @property
    def tables(self) -> list[str]:
        """Names of the tables that it has, such as `latency` and `samples`."""
        data = self.path / "data"
        return sorted({each.stem if each.suffix == ".parquet" else each.name for each in data.iterdir()}) if data.is_dir() else []

    @cached_property
    def latency(self) -> DataFrame:
        """The table `latency`: a row for each architecture and target."""
        return self.table("latency")

    def samples(self, *, target: str | None = None, model_sha256: str | None = None, columns: Sequence[str] | None = None) -> DataFrame:
        """The table `samples`, a row for each inference: of one target, of one model, or of all."""
        return self.table("samples", target=target, model_sha256=model_sha256, columns=columns)

    def table(self, name: str, *, target: str | None = None, model_sha256: str | None = None, columns: Sequence[str] | None = None) -> DataFrame:
        """Any table, or the rows of one target or one model of it."""
        files = self._files(name)
        filters = [Filter(column, value) for column, value in (("target", target), ("model_sha256", model_sha256)) if value is not None]
        return read(files, columns, filters)

    def verify(self) -> None:
        """Checks every file by SHA256SUMS.

        Raises LatBenchError where one is missing, has other bytes, or is not listed.
        """
        listed = dict(self._sums())
        for name, sha256 in listed.items():
            path = self.path / name
            try:
                with path.open("rb") as stream:
                    found = hashlib.file_digest(stream, "sha256").hexdigest()
            except OSError as error:
                raise LatBenchError(f"{path} cannot be read ({error.strerror}): download the snapshot again.") from None
            if found != sha256:
                raise LatBenchError(f"{path} has other bytes than SHA256SUMS says: download the snapshot again.")
        here = {each.relative_to(self.path).as_posix() for each in self.path.rglob("*") if each.is_file()}
        if extra := sorted(here - set(listed) - {"SHA256SUMS"}):
            raise LatBenchError(f"{self.path / extra[0]} is not listed in SHA256SUMS: it is no part of the snapshot.")

    def _files(self, name: str) -> list[Path]:
        data = self.path / "data"
        if name in self.tables:
            single = data / f"{name}.parquet"
            if single.is_file():
                return [single]
            if files := sorted((data / name).glob("*/*.parquet")):
                return files
        raise LatBenchError(f"Snapshot {self.version} has no table '{name}'; it has {', '.join(self.tables)}.")

    def _sums(self) -> Iterator[tuple[str, str]]:
        file = self.path / "SHA256SUMS"
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            raise LatBenchError(f"{file} cannot be read: download the snapshot again.") from None
        for number, line in enumerate(lines, 1):
            sha256, separator, name = line.partition("  ")
            if not separator or len(sha256) != 64 or not _is_inside(name):
                raise LatBenchError(f"{file} is damaged in line {number}: download the snapshot again.")
            yield name, sha256


def load_snapshot(path: str | os.PathLike[str], *, verify: bool = False) -> Snapshot:
    """Opens the snapshot in a directory. `verify` checks every file by SHA256SUMS before."""
    snapshot = Snapshot(path)
    if verify:
        snapshot.verify()
    return snapshot


def list_snapshots(connection: Connection) -> list[SnapshotInfo]:
    """All snapshots of a coordinator, newest first."""
    stub = snapshot_pb2_grpc.SnapshotServiceStub(connection.channel)
    return [_info(each) for each in connection.pages(stub.ListSnapshots, snapshot_pb2.ListSnapshotsRequest(page_size=500), "snapshots")]


def create_snapshot(
    connection: Connection, *, version: str = "", campaigns: Sequence[str] = (), targets: Sequence[str] = (), include_predictions: bool = False, timeout: float | None = None
) -> SnapshotInfo:
    """Publishes what is measured, and returns the snapshot; the newest one where nothing has changed."""
    stub = snapshot_pb2_grpc.SnapshotServiceStub(connection.channel)
    request = snapshot_pb2.CreateSnapshotRequest(version=version, campaigns=campaigns, targets=targets, include_predictions=include_predictions)
    return _info(connection.call(stub.CreateSnapshot, request, timeout or max(connection.timeout, 600.0)).snapshot)


def download(connection: Connection, version: str, out: str | os.PathLike[str] | None) -> Path:
    """Downloads a snapshot; what an earlier attempt has brought is kept, and the directory appears when all of it is there and checked."""
    stub = snapshot_pb2_grpc.SnapshotServiceStub(connection.channel)
    wanted = version.removeprefix("snapshots/")
    snapshot = connection.call(stub.GetSnapshot, snapshot_pb2.GetSnapshotRequest(name=f"snapshots/{wanted}")).snapshot
    if not _VERSION.fullmatch(snapshot.version) or ".." in snapshot.version or wanted not in ("latest", snapshot.version):
        raise LatBenchError(f"The coordinator answers with snapshot {snapshot.version!r} where {wanted!r} was asked for: nothing is downloaded. Look at what answers at {connection.address}.")
    target = Path(out) if out is not None else Path(f"latbench-{snapshot.version}")
    if target.exists():
        found = Snapshot(target)
        if found.version != snapshot.version:
            raise LatBenchError(f"{target} has snapshot {found.version}, not {snapshot.version}: name another directory with `out`.")
        found.verify()
        return target
    part = target.with_name(f"{target.name}.part")
    for file in snapshot.files:
        if not _is_inside(file.path):
            raise LatBenchError(f"The snapshot has a file with the path {file.path!r}, which leads out of its directory: nothing is downloaded.")
    listed = {part / file.path for file in snapshot.files}
    for each in sorted(part.rglob("*")):
        if not each.is_dir() and each not in listed:
            raise LatBenchError(f"{each} is no file of snapshot {snapshot.version}: move it away, or name another directory with `out`.")
    for file in snapshot.files:
        _fetch(connection, stub, snapshot.name, file, part / file.path)
    Snapshot(part).verify()
    shutil.move(part, target)
    return target


def _fetch(connection: Connection, stub: Any, snapshot: str, file: snapshot_pb2.SnapshotFile, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for attempt in (1, 2):
        offset = path.stat().st_size if path.exists() else 0
        if offset > file.size_bytes:
            path.unlink()
            offset = 0
        if offset < file.size_bytes or not path.exists():
            with path.open("ab") as stream:
                request = snapshot_pb2.DownloadSnapshotFileRequest(name=snapshot, path=file.path, offset=offset)
                for part in connection.stream(stub.DownloadSnapshotFile, request, timeout=None):
                    stream.write(part.data)
        with path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256:
                return
        path.unlink()
        if attempt == 2:
            raise LatBenchError(f"{file.path} arrived twice with other bytes than its SHA-256 says: look at the log of the coordinator.")


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def _info(message: snapshot_pb2.Snapshot) -> SnapshotInfo:
    return SnapshotInfo(message.version, message.rows, message.size_bytes, message.sha256)
