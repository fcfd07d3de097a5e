"""A query through DuckDB's C library, for systems without pyarrow and without the Python package of DuckDB.

It uses the part of the C API that DuckDB calls stable: prepared statements, and results as data chunks of at most 2,048 rows, a vector for each column.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .frames import pandas

if TYPE_CHECKING:
    from pandas import DataFrame

# Numbers of duckdb_type, and how numpy calls them.
_NUMBERS: dict[int, Any] = {
    1: np.bool_, 2: np.int8, 3: np.int16, 4: np.int32, 5: np.int64, 6: np.uint8, 7: np.uint16, 8: np.uint32, 9: np.uint64, 10: np.float32, 11: np.float64,
    12: "datetime64[us]", 31: "datetime64[us]",
}
_VARCHAR = 17
_INLINE_BYTES = 12
_UTC = 31


class _Result(ctypes.Structure):
    _fields_ = [
        ("column_count", ctypes.c_uint64), ("row_count", ctypes.c_uint64), ("rows_changed", ctypes.c_uint64),
        ("columns", ctypes.c_void_p), ("error", ctypes.c_char_p), ("internal", ctypes.c_void_p),
    ]


def query(library: str, sql: str, values: Sequence[str]) -> DataFrame:
    """Runs a query in a database in memory. Columns are text, numbers, flags or times."""
    duckdb = _load(library)
    database, connection, statement, result = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p(), _Result()
    _check(duckdb.duckdb_open(None, ctypes.byref(database)), "the database cannot be opened")
    try:
        _check(duckdb.duckdb_connect(database, ctypes.byref(connection)), "the database cannot be opened")
        if duckdb.duckdb_prepare(connection, sql.encode(), ctypes.byref(statement)):
            raise ValueError(_text(duckdb.duckdb_prepare_error(statement)))
        for place, value in enumerate(values, 1):
            _check(duckdb.duckdb_bind_varchar(statement, ctypes.c_uint64(place), value.encode()), "a value cannot be bound")
        if duckdb.duckdb_execute_prepared(statement, ctypes.byref(result)):
            raise ValueError(_text(duckdb.duckdb_result_error(ctypes.byref(result))))
        return _frame(duckdb, result)
    finally:
        duckdb.duckdb_destroy_result(ctypes.byref(result))
        duckdb.duckdb_destroy_prepare(ctypes.byref(statement))
        duckdb.duckdb_disconnect(ctypes.byref(connection))
        duckdb.duckdb_close(ctypes.byref(database))


def _load(library: str) -> Any:
    duckdb = ctypes.CDLL(library)
    duckdb.duckdb_fetch_chunk.restype = ctypes.c_void_p
    duckdb.duckdb_fetch_chunk.argtypes = [_Result]
    duckdb.duckdb_data_chunk_get_size.restype = ctypes.c_uint64
    duckdb.duckdb_data_chunk_get_size.argtypes = [ctypes.c_void_p]
    duckdb.duckdb_data_chunk_get_vector.restype = ctypes.c_void_p
    duckdb.duckdb_data_chunk_get_vector.argtypes = [ctypes.c_void_p, ctypes.c_uint64]
    duckdb.duckdb_vector_get_data.restype = ctypes.c_void_p
    duckdb.duckdb_vector_get_data.argtypes = [ctypes.c_void_p]
    duckdb.duckdb_vector_get_validity.restype = ctypes.c_void_p
    duckdb.duckdb_vector_get_validity.argtypes = [ctypes.c_void_p]
    duckdb.duckdb_column_count.restype = ctypes.c_uint64
    for name in ("duckdb_column_name", "duckdb_result_error", "duckdb_prepare_error"):
        getattr(duckdb, name).restype = ctypes.c_char_p
    return duckdb


def _frame(duckdb: Any, result: _Result) -> DataFrame:
    places = range(duckdb.duckdb_column_count(ctypes.byref(result)))
    names = [_text(duckdb.duckdb_column_name(ctypes.byref(result), ctypes.c_uint64(place))) for place in places]
    types = [duckdb.duckdb_column_type(ctypes.byref(result), ctypes.c_uint64(place)) for place in places]
    for name, type in zip(names, types):
        if type != _VARCHAR and type not in _NUMBERS:
            raise ValueError(f"column {name} has a type that is not read, number {type}")
    parts: list[list[npt.NDArray[Any]]] = [[] for _ in places]
    masks: list[list[npt.NDArray[Any]]] = [[] for _ in places]
    while chunk := duckdb.duckdb_fetch_chunk(result):
        handle = ctypes.c_void_p(chunk)
        try:
            rows = duckdb.duckdb_data_chunk_get_size(handle)
            for place in places:
                vector = duckdb.duckdb_data_chunk_get_vector(handle, place)
                masks[place].append(_validity(duckdb.duckdb_vector_get_validity(vector), rows))
                parts[place].append(_values(duckdb.duckdb_vector_get_data(vector), types[place], rows, masks[place][-1]))
        finally:
            duckdb.duckdb_destroy_data_chunk(ctypes.byref(handle))
    module = pandas()
    columns = {names[place]: _column(module, types[place], parts[place], masks[place]) for place in places}
    return module.DataFrame(columns, columns=names)


def _values(data: int, type: int, rows: int, valid: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if type != _VARCHAR:
        dtype = np.dtype(_NUMBERS[type])
        return np.frombuffer(ctypes.string_at(data, rows * dtype.itemsize), dtype).copy()
    texts = np.empty(rows, object)
    for row in np.flatnonzero(valid):
        # 16 bytes: the length, then the text itself or 4 bytes of it and a pointer.
        at = data + int(row) * 16
        length = ctypes.c_uint32.from_address(at).value
        start = at + 4 if length <= _INLINE_BYTES else ctypes.c_uint64.from_address(at + 8).value
        texts[row] = ctypes.string_at(start, length).decode()
    return texts


def _validity(mask: int | None, rows: int) -> npt.NDArray[Any]:
    if not mask:
        return np.ones(rows, bool)
    bits = np.frombuffer(ctypes.string_at(mask, (rows + 63) // 64 * 8), np.uint8)
    return np.unpackbits(bits, bitorder="little")[:rows].astype(bool)


def _column(module: Any, type: int, parts: list[npt.NDArray[Any]], masks: list[npt.NDArray[Any]]) -> Any:
    if type == _VARCHAR:
        return module.Series(np.concatenate(parts) if parts else np.empty(0, object), dtype=object)
    values = np.concatenate(parts) if parts else np.empty(0, np.dtype(_NUMBERS[type]))
    valid = np.concatenate(masks) if masks else np.empty(0, bool)
    series = module.Series(values)
    if type == _UTC:
        series = series.dt.tz_localize("UTC")
    # As pyarrow gives them: numbers with gaps as floating point, flags with gaps as objects.
    return series if valid.all() else series.astype(object).where(valid, None) if type == 1 else series.where(valid)


def _text(text: bytes | None) -> str:
    return text.decode(errors="replace") if text else ""


def _check(state: int, message: str) -> None:
    if state:
        raise ValueError(message)
