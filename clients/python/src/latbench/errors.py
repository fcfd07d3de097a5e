"""The one exception of the package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import grpc

from ._generated import errors_pb2

_NO_ANSWER = {grpc.StatusCode.UNAVAILABLE}
_OUR_FAULT = {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.DATA_LOSS}


@dataclass(frozen=True)
class FieldError:
    """A field of a request that is wrong."""

    field: str
    """Path of the field, such as `campaign.targets[0]`."""
    message: str
    """The reason, in one sentence."""


class LatBenchError(Exception):
    """A call that failed, or input that cannot be used. `str()` is one sentence that says what to do."""

    def __init__(self, message: str, *, code: str = "", fields: tuple[FieldError, ...] = (), reason: str = "") -> None:
        super().__init__(message)
        self.message = message
        """The sentence."""
        self.code = code
        """Name of the gRPC status, such as `NOT_FOUND`; empty where no call failed."""
        self.fields = fields
        """The fields at fault."""
        self.reason = reason
        """The reason for programs, such as `NO_PREDICTOR`; empty where there is none."""


def from_call(error: grpc.RpcError, address: str) -> LatBenchError:
    """Returns the error of a failed call with the server's sentence and its details."""
    status: grpc.StatusCode = error.code()
    detail = _sentence(error.details() or status.name)
    fields, reason = _details(error)
    if status in _NO_ANSWER and (fault := _handshake_fault(detail, address)):
        message = fault
    elif status in _NO_ANSWER and _is_no_answer(detail):
        message = f"No coordinator answers at {address}: start one with `latbench up`, or name its gRPC port with `address`."
    elif status == grpc.StatusCode.DEADLINE_EXCEEDED:
        message = f"The coordinator at {address} did not answer in time: look at its log, or give more time with `timeout`."
    elif status == grpc.StatusCode.UNAUTHENTICATED:
        message = f"The coordinator at {address} did not accept the token: give a good one with `token` or LATBENCH_TOKEN ({detail.rstrip('.')})."
    elif status == grpc.StatusCode.PERMISSION_DENIED:
        message = f"The token may not do this: use one of a role that may ({detail.rstrip('.')})."
    elif status == grpc.StatusCode.UNIMPLEMENTED:
        message = f"The coordinator at {address} does not know this call: it is of another version than this package."
    elif status in _OUR_FAULT:
        message = f"The coordinator at {address} failed ({detail.rstrip('.')}): its log says more."
    elif fields:
        message = " ".join(_sentence(f"{fault.field}: {fault.message}" if fault.field else fault.message) for fault in fields)
    else:
        message = detail
    return LatBenchError(message, code=status.name, fields=fields, reason=reason)


def _details(error: grpc.RpcError) -> tuple[tuple[FieldError, ...], str]:
    metadata: Any = error.trailing_metadata() or ()
    packed = next((value for key, value in metadata if key == "grpc-status-details-bin"), None)
    if packed is None:
        return (), ""
    fields: list[FieldError] = []
    reason = ""
    for detail in errors_pb2.Status.FromString(packed).details:
        kind = detail.type_url.rsplit("/", 1)[-1]
        if kind == "google.rpc.BadRequest":
            request = errors_pb2.BadRequest.FromString(detail.value)
            fields.extend(FieldError(fault.field, fault.description) for fault in request.field_violations)
        elif kind == "google.rpc.ErrorInfo":
            reason = errors_pb2.ErrorInfo.FromString(detail.value).reason
    return tuple(fields), reason


def _handshake_fault(detail: str, address: str) -> str:
    """The sentence for a connection that fails at TLS; empty where it fails elsewhere."""
    lower = detail.lower()
    if "certificate verify failed" in lower or "certificate_verify_failed" in lower:
        return f"The certificate of {address} is not trusted here: give its authority with `ca_file` or LATBENCH_CA_CERT."
    if "wrong version number" in lower or "wrong_version_number" in lower:
        return f"The port at {address} speaks clear text and not TLS: write {address.replace('https:', 'http:', 1)}, or have the server use TLS."
    if address.startswith("http:") and "failed to connect" in lower and "socket closed" in lower:
        return f"What answers at {address} closes the connection: where it speaks TLS, write {address.replace('http:', 'https:', 1)}; otherwise name the coordinator's gRPC port with `address`."
    return ""


def _is_no_answer(detail: str) -> bool:
    # The database that is away is UNAVAILABLE as well, and says so itself.
    return any(text in detail for text in ("failed to connect", "Failed to connect", "recvmsg", "Connection reset", "Socket closed", "DNS resolution", "Name resolution"))


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?")) else line + "."
