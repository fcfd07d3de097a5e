"""The way to a coordinator: its address, the token, and calls with a deadline."""

from __future__ import annotations

import ipaddress
import json
import os
import ssl
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import grpc

from .errors import LatBenchError, from_call

DEFAULT_ADDRESS = "http://127.0.0.1:7081"
_DEFAULT_DATA = os.path.join(".", ".latbench")

_MAX_MESSAGE_BYTES = 256 << 20


class Connection:
    """A channel to one coordinator, whose calls carry the token and have a deadline."""

    def __init__(self, address: str, token: str | None, ca_file: str | None, timeout: float) -> None:
        parts = urlsplit(address)
        try:
            port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
        except ValueError:
            port = None
        if parts.scheme not in ("http", "https") or not port or not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
            raise LatBenchError(f"'{address}' is not the address of a gRPC port, such as {DEFAULT_ADDRESS}: give a scheme, a host and a port.")
        self.address = address.rstrip("/")
        self.timeout = timeout
        self._metadata = [("authorization", f"Bearer {token}")] if token else []
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        target = f"{host}:{port}"
        options: list[tuple[str, Any]] = [
            ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
            ("grpc.max_send_message_length", _MAX_MESSAGE_BYTES),
        ]
        if parts.scheme == "http" or _is_loopback(parts.hostname):
            options.append(("grpc.enable_http_proxy", 0))
        if parts.scheme == "https":
            self.channel = grpc.secure_channel(target, grpc.ssl_channel_credentials(*_certificates(ca_file)), options)
        else:
            self.channel = grpc.insecure_channel(target, options)

    def call(self, method: Callable[..., Any], request: Any, timeout: float | None = None) -> Any:
        """Makes a unary call."""
        try:
            return method(request, metadata=self._metadata, timeout=self.timeout if timeout is None else timeout)
        except grpc.RpcError as error:
            raise from_call(error, self.address) from None

    def stream(self, method: Callable[..., Any], request: Any, timeout: float | None) -> Iterator[Any]:
        """Makes a call that is answered by a stream. `timeout` is that of the whole stream; None for no end."""
        call = method(request, metadata=self._metadata, timeout=timeout)
        try:
            yield from call
        except grpc.RpcError as error:
            raise from_call(error, self.address) from None
        finally:
            call.cancel()

    def open(self, method: Callable[..., Any], requests: Iterable[Any], timeout: float | None) -> Any:
        """Opens a call whose requests are a stream."""
        return method(requests, metadata=self._metadata, timeout=timeout)

    def pages(self, method: Callable[..., Any], request: Any, items: str) -> Iterator[Any]:
        """All items of a list call, page by page."""
        while True:
            page = self.call(method, request)
            yield from getattr(page, items)
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    def close(self) -> None:
        """Closes the channel."""
        self.channel.close()


def find_data(data: str | os.PathLike[str] | None) -> str | os.PathLike[str]:
    """Returns the data directory given, else LATBENCH_COORDINATOR_DATA, else the default."""
    return data or os.environ.get("LATBENCH_COORDINATOR_DATA") or _DEFAULT_DATA


def find_address(address: str | None, data: str | os.PathLike[str]) -> str:
    """Returns the address given, else LATBENCH_SERVER, else that of the coordinator of the data directory, else the default."""
    return address or os.environ.get("LATBENCH_SERVER") or _announced(data) or DEFAULT_ADDRESS


def find_token(token: str | None, token_file: str | os.PathLike[str] | None, data: str | os.PathLike[str], address: str) -> str | None:
    """Returns the token given, else LATBENCH_TOKEN, else the admin token of the data directory, which only this machine and the coordinator of that directory get."""
    if token is not None:
        return token.strip()
    if token_file is not None:
        try:
            text = Path(token_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise LatBenchError(f"The token file {token_file} cannot be read ({_reason(error)}): name another with `token_file`.") from None
        if not text:
            raise LatBenchError(f"The token file {token_file} is empty.")
        return text
    if os.environ.get("LATBENCH_TOKEN"):
        return os.environ["LATBENCH_TOKEN"].strip()
    host = urlsplit(address).hostname or ""
    if not (_is_loopback(host) or _announced(data) == address):
        return None
    try:
        return (Path(data) / "admin-token").read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _announced(data: str | os.PathLike[str]) -> str | None:
    try:
        address = json.loads((Path(data) / "coordinator.json").read_text(encoding="utf-8"))["grpc"]
        return address if isinstance(address, str) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _certificates(ca_file: str | None) -> tuple[bytes | None, bytes | None, bytes | None]:
    """The authorities to trust, and the key and certificate to show."""
    authorities = ca_file or os.environ.get("LATBENCH_CA_CERT") or ssl.get_default_verify_paths().cafile
    key, certificate = os.environ.get("LATBENCH_CLIENT_KEY"), os.environ.get("LATBENCH_CLIENT_CERT")
    return _pem(authorities, "CERTIFICATE"), _pem(key), _pem(certificate)


def _pem(file: str | None, holds: str = "") -> bytes | None:
    if not file:
        return None
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        raise LatBenchError(f"The certificates for TLS cannot be used ({file}: {_reason(error)}): give a PEM file with `ca_file` or LATBENCH_CA_CERT.") from None
    if holds and f"-----BEGIN {holds}-----".encode() not in content:
        raise LatBenchError(f"The certificates for TLS cannot be used ({file} holds no certificate): give a PEM file with `ca_file` or LATBENCH_CA_CERT.")
    return content


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
