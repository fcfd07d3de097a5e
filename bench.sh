#!/usr/bin/env bash
# Runs one benchmark: ./bench.sh NAME. Without a name, or with an unknown one, lists them and exits with 2.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
dotnet build bench -c Release -v quiet --nologo -clp:ErrorsOnly >&2
exec dotnet artifacts/bin/Bench/release/LatBench.Bench.dll "$@"
