#!/usr/bin/env bash
# Runs one benchmark: ./bench.sh NAME. --help lists them; a wrong name lists them too and exits with 2.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# LatBench has no use for ICU: see latbench.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
# ONNX Runtime would report to its maker.
export ORT_DISABLE_TELEMETRY=1
if ! log=$(dotnet build bench -c Release -v quiet --nologo 2>&1); then
  printf '%s\n' "$log" >&2
  exit 1
fi
exec dotnet artifacts/bin/Bench/release/LatBench.Bench.dll "$@"
