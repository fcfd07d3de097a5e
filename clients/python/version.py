"""The version of the package: that of LatBench, in Directory.Build.props of its repository, or in VERSION of a source distribution."""

import re
from pathlib import Path


def read() -> str:
    """Returns the version."""
    here = Path(__file__).resolve().parent
    properties = here.parent.parent / "Directory.Build.props"
    if properties.is_file():
        found = re.search(r"<Version>([^<]+)</Version>", properties.read_text(encoding="utf-8"))
        if found is None:
            raise ValueError(f"{properties} has no <Version>.")
        return found.group(1).strip()
    return (here / "VERSION").read_text(encoding="utf-8").strip()


__version__ = read()
