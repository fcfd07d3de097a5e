#!/usr/bin/env bash
# Makes the pictures of the dashboard, light and dark, of a coordinator that the script fills and ends again: two to three minutes on two free cores.
# usage: eng/screenshots.sh [DIR]      DIR: where pictures of every page are written; without it, those that README.md and docs/ show are renewed in docs/images
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
case ${1-} in -h|--help) sed -n '2,3s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

work=$(mktemp -d /tmp/latbench-screenshots.XXXXXX)
trap 'rm -rf "$work"' EXIT
if [ -n "${1-}" ]; then mkdir -p "$1"; pictures=$(cd "$1" && pwd); else pictures=$work; fi

# Analyzers are the build's affair and take most of its time.
dotnet build tests/Dashboard.Tests -c Release --nologo -v q -p:RunAnalyzers=false >"$work/build.log" 2>&1 || { grep -E 'error' "$work/build.log" | sort -u >&2; exit 1; }
LATBENCH_SCREENSHOTS=$pictures dotnet artifacts/bin/Dashboard.Tests/release/LatBench.Dashboard.Tests.dll \
  -noColor -explicit only -class LatBench.Dashboard.Tests.ScreenshotTests </dev/null

[ -n "${1-}" ] && exit 0
for name in $(grep -ohE 'images/[a-z-]+\.png' README.md docs/*.md docs/*/*.md | sort -u); do
  cp "$pictures/$(basename "$name")" "docs/$name"
  echo "docs/$name"
done
