"""Reads Parquet files with what is installed: pyarrow, the Python package duckdb, or the C library of DuckDB."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import LatBenchError
from .frames import pandas

if TYPE_CHECKING:
    from pandas import DataFrame

LIBRARY_VARIABLE = "LATBENCH_LIBDUCKDB"
"""Environment variable with the path of DuckDB's C library, libduckdb.so, for systems whose Python has neither package."""


@dataclass(frozen=True)
class Filter:
    """The value that a column of text has to have."""

    column: str
    value: str


def read(files: Sequence[Path], columns: Sequence[str] | None, filters: Sequence[Filter]) -> DataFrame:
    """Returns the rows of the files, which have the same columns, in their order."""
    pandas()
    try:
        if importlib.util.find_spec("pyarrow") is not None:
            return _with_pyarrow(files, columns, filters)
        if importlib.util.find_spec("duckdb") is not None:
            import duckdb

            with duckdb.connect() as connection:
                return connection.execute(*_query(files, columns, filters)).df()
        if library := os.environ.get(LIBRARY_VARIABLE):
            from .libduckdb import query

            return query(library, *_query(files, columns, filters))
    except LatBenchError:
        raise
    except Exception as error:  # each reader has exceptions of its own
        raise LatBenchError(f"{files[0].parent} cannot be read ({' '.join(str(error).split())}): check the snapshot with `load_snapshot(path, verify=True)`.") from error
    raise LatBenchError(f"Parquet files need pyarrow or duckdb: run `pip install latbench[snapshots]`, or name DuckDB's C library, libduckdb.so, with {LIBRARY_VARIABLE}.")


def _with_pyarrow(files: Sequence[Path], columns: Sequence[str] | None, filters: Sequence[Filter]) -> DataFrame:
    import pyarrow
    import pyarrow.parquet

    wanted = [(each.column, "==", each.value) for each in filters] or None
    # File by file: as a data set, pyarrow would take the names of directories for columns.
    tables = [pyarrow.parquet.read_table(file, columns=columns and list(columns), filters=wanted, partitioning=None) for file in files]
    return pyarrow.concat_tables(tables).to_pandas()


def _query(files: Sequence[Path], columns: Sequence[str] | None, filters: Sequence[Filter]) -> tuple[str, list[str]]:
    names = ", ".join(_quoted(column) for column in columns) if columns else "*"
    paths = ", ".join("?" for _ in files)
    where = " AND ".join(f"{_quoted(each.column)} = ?" for each in filters)
    sql = f"SELECT {names} FROM read_parquet([{paths}], hive_partitioning = false)" + (f" WHERE {where}" if where else "")
    return sql, [*map(str, files), *(each.value for each in filters)]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
