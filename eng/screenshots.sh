#!/usr/bin/env bash
# Makes the pictures of the dashboard in docs/images: every page, light and dark, of a coordinator that the script fills and ends again.
# usage: eng/screenshots.sh [DIR]      DIR: where they are written; docs/images by default
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
case ${1-} in -h|--help) sed -n '2,3s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
mkdir -p "${1:-docs/images}"
LATBENCH_SCREENSHOTS=$(cd "${1:-docs/images}" && pwd)
export LATBENCH_SCREENSHOTS
dotnet build tests/Dashboard.Tests -c Release --nologo -v q
dotnet artifacts/bin/Dashboard.Tests/release/LatBench.Dashboard.Tests.dll -noColor -explicit only -class 'LatBench.Dashboard.Tests.ScreenshotTests'
