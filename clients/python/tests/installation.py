"""The coordinator that the tests run against, which `tests/EndToEnd.Tests` starts: its addresses and tokens come in variables."""

import os
from pathlib import Path

DATA = Path(os.environ["LATBENCH_TEST_DATA"])
"""Its data directory, with the admin token."""
VIEWER = os.environ["LATBENCH_TEST_VIEWER"]
"""A token that may only read."""
IMPORTED = os.environ["LATBENCH_TEST_TARGET"]
"""A target of an imported table, with a predictor that serves it."""
DEVICE = os.environ["LATBENCH_TEST_DEVICE"]
"""A device whose agent runs."""
MODELS = Path(os.environ["LATBENCH_TEST_MODELS"])
"""A directory with small.onnx and large.onnx, cells of NAS-Bench-201, and page.onnx, which is none."""

ARCHITECTURE = "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|"
QUICK = {"min_passes": 2, "max_passes": 2, "min_spread": 0.0}
"""The least that a campaign may ask for."""
