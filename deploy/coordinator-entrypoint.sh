#!/bin/sh
# The connection string holds the password: it is read from a secret file, and is never an argument.
set -eu
if [ -n "${LATBENCH_DATABASE_FILE:-}" ]; then
    LATBENCH_DATABASE=$(cat "$LATBENCH_DATABASE_FILE")
    export LATBENCH_DATABASE
fi
exec /opt/latbench/coordinator/LatBench.Coordinator --data /var/lib/latbench "$@"
