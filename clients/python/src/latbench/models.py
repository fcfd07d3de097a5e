"""ONNX files of one's own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import grpc

from ._generated import model_pb2, model_pb2_grpc
from .connection import Connection
from .errors import LatBenchError, from_call

CHUNK_BYTES = 256 << 10
CHECK_SECONDS = 600.0
"""The time in which a model has to be checked: a large one is loaded by ONNX Runtime."""


@dataclass(frozen=True)
class UploadedModel:
    """A model that the coordinator has."""

    name: str
    """`models/{sha256}`."""
    display_name: str
    size_bytes: int
    parameters: int
    macs: int | None
    """Multiply-accumulate operations of one inference; None where shapes are not known before it runs."""
    existed: bool
    """True where it was there before."""

    @property
    def sha256(self) -> str:
        """The SHA-256, by which campaigns name it."""
        return self.name.removeprefix("models/")


class Models:
    """The models that users have uploaded."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stub = model_pb2_grpc.ModelServiceStub(connection.channel)

    def upload(
        self, file: str | os.PathLike[str], *, name: str = "", external_data: Sequence[str | os.PathLike[str]] = (), custom_operators: bool = False
    ) -> UploadedModel:
        """Uploads an ONNX file, with the files of its external data where it has some. What has arrived before is not sent again."""
        path = Path(file)
        files = [model_pb2.UploadedFile(path=path.name, sha256=self._send(path))]
        for data in map(Path, external_data):
            try:
                relative = data.resolve().relative_to(path.resolve().parent)
            except ValueError:
                raise LatBenchError(f"{data} is not below the folder of {path}, as the external data of a model has to be.") from None
            files.append(model_pb2.UploadedFile(path=relative.as_posix(), sha256=self._send(data)))
        request = model_pb2.CreateModelRequest(display_name=name, files=files, custom_operators=custom_operators)
        response = self._connection.call(self._stub.CreateModel, request, timeout=max(CHECK_SECONDS, self._connection.timeout))
        return _model(response.model, response.existed)

    def list(self) -> Iterator[UploadedModel]:
        """All models, newest first."""
        return (_model(each, True) for each in self._connection.pages(self._stub.ListModels, model_pb2.ListModelsRequest(page_size=1000), "models"))

    def _send(self, path: Path) -> str:
        """Sends what is missing of a file, and returns its SHA-256."""
        try:
            size = path.stat().st_size
            with path.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise LatBenchError(f"The file {path} cannot be read ({error.strerror}): name another.") from None
        # A connection that breaks is no reason to begin again; the second attempt goes on where the first one ended.
        for attempt in (1, 2, 3):
            state = self._connection.call(self._stub.GetUpload, model_pb2.GetUploadRequest(sha256=sha256))
            if state.complete:
                return sha256
            try:
                if self._connection.open(self._stub.UploadFile, _parts(path, sha256, size, state.received_bytes), timeout=None).received_bytes == size:
                    return sha256
            except grpc.RpcError as error:
                if error.code() != grpc.StatusCode.UNAVAILABLE or attempt == 3:
                    raise from_call(error, self._connection.address) from None
        raise LatBenchError(f"The file {path} changed while it was uploaded: upload it again.")


def _model(message: model_pb2.UploadedModel, existed: bool) -> UploadedModel:
    return UploadedModel(message.name, message.display_name, message.size_bytes, message.parameters, message.macs if message.HasField("macs") else None, existed)


def _parts(path: Path, sha256: str, size: int, offset: int) -> Iterator[model_pb2.UploadFileRequest]:
    yield model_pb2.UploadFileRequest(header=model_pb2.UploadFileHeader(sha256=sha256, size_bytes=size, offset=offset))
    with path.open("rb") as stream:
        stream.seek(offset)
        while data := stream.read(CHUNK_BYTES):
            yield model_pb2.UploadFileRequest(data=data)
