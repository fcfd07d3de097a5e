#!/usr/bin/env bash
# A throw-away S3 server for tests (s3rver, from the npm registry), on a free port of 127.0.0.1, with the bucket "latbench".
#   start DIR   installs it into DIR and starts it; prints its address
#   stop DIR    stops it and removes DIR
# The key and the secret are both S3RVER.
set -euo pipefail

version=3.7.1

fail() { echo "s3.sh: $1" >&2; exit "${2:-1}"; }
[ $# -eq 2 ] || fail "usage: s3.sh start|stop DIR"
dir=$2

start() {
  command -v npm >/dev/null && command -v node >/dev/null \
    || fail "npm and node are missing, with which the S3 server of the tests is installed: install them (Debian, Ubuntu: apt-get install npm)" 3
  mkdir -p "$dir/data"
  dir=$(cd "$dir" && pwd)
  (cd "$dir" && npm install --no-save --no-audit --no-fund --loglevel error "s3rver@$version") >"$dir/npm.log" 2>&1 \
    || fail "s3rver could not be installed: $(tail -n 1 "$dir/npm.log")" 3
  local try port
  for try in 1 2 3 4 5 6; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 40000))
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    node "$dir/node_modules/s3rver/bin/s3rver.js" -d "$dir/data" -a 127.0.0.1 -p "$port" --configure-bucket latbench >"$dir/server.log" 2>&1 </dev/null &
    echo $! >"$dir/pid"
    for _ in $(seq 100); do
      if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "http://127.0.0.1:$port"; return; fi
      kill -0 "$(cat "$dir/pid")" 2>/dev/null || break
      sleep 0.1
    done
  done
  fail "the server did not start: see $dir/server.log"
}

case $1 in
  start) start ;;
  stop) [ ! -f "$dir/pid" ] || kill "$(cat "$dir/pid")" 2>/dev/null || true; rm -rf "$dir" ;;
  *) fail "usage: s3.sh start|stop DIR" ;;
esac
