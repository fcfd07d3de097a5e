"""pandas, which is optional."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .errors import LatBenchError

if TYPE_CHECKING:
    from pandas import DataFrame


def frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> DataFrame:
    """Returns a DataFrame with the columns given, in their order, also where there is no row."""
    return pandas().DataFrame(list(rows), columns=list(columns))


def pandas() -> Any:
    """Returns the module."""
    try:
        import pandas as module
    except ImportError:
        raise LatBenchError("This gives a pandas DataFrame, and pandas is not installed: run `pip install latbench[pandas]` (Debian and Ubuntu: 'sudo apt-get install python3-pandas').") from None
    return module
