#!/usr/bin/env bash
# Makes the wheel and the source distribution of the Python package, clients/python. Nothing is fetched, and equal sources give equal bytes.
# usage: eng/python-wheel.sh [DIRECTORY]
#   DIRECTORY  where the two files go; default artifacts/python
#   PYTHON     the interpreter, with hatchling and protobuf; default python3 (Debian: python3-hatchling, python3-protobuf, protobuf-compiler, protobuf-compiler-grpc)
set -euo pipefail

case ${1-} in
  -h|--help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;;
  -*) echo "python-wheel.sh: unknown option '$1'; see eng/python-wheel.sh --help" >&2; exit 2 ;;
esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$root/artifacts/python}
python=${PYTHON:-python3}

"$python" -c 'import hatchling.build, google.protobuf' 2>/dev/null || {
  echo "python-wheel.sh: hatchling or protobuf is missing for $(command -v "$python" || echo "$python"): install them (Debian and Ubuntu: 'sudo apt-get install python3-hatchling python3-protobuf', and PYTHON=/usr/bin/python3; elsewhere 'pip install hatchling protobuf')." >&2
  exit 1
}

mkdir -p "$out"
out=$(cd "$out" && pwd)

# In a copy, so that two runs at once do not disturb one another.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/clients"
cp -R "$root/clients/python" "$work/clients/python"
cp -R "$root/proto" "$work/proto"
cp "$root/Directory.Build.props" "$root/LICENSE" "$work/"
cd "$work/clients/python"
find . -name __pycache__ -prune -exec rm -rf {} +

export PYTHONDONTWRITEBYTECODE=1 SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1577836800}
"$python" generate.py
"$python" - "$out" <<'PYTHON'
import os
import sys
from hatchling.build import build_sdist, build_wheel

for build in (build_wheel, build_sdist):
    path = f"{sys.argv[1]}/{build(sys.argv[1])}"
    os.chmod(path, 0o644)
    print(path)
PYTHON
