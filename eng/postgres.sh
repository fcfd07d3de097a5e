#!/usr/bin/env bash
# A throw-away Postgres for tests, on a free port of 127.0.0.1.
#   start DIR   makes a cluster in DIR, or starts the one that is there again on its port; prints its connection string
#   halt DIR    stops the server and keeps the cluster
#   stop DIR    stops the server and removes DIR
# Run by root, the server runs as user postgres, or nobody where there is none. Nothing is synchronised to disk.
set -euo pipefail

fail() { echo "postgres.sh: $1" >&2; exit 1; }
[ $# -eq 2 ] || fail "usage: postgres.sh start|halt|stop DIR"
dir=$2

find_binaries() {
  local found
  if found=$(command -v initdb); then dirname "$(readlink -f "$found")"; return; fi
  for found in $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin 2>/dev/null | sort -rV); do
    if [ -x "$found/initdb" ]; then echo "$found"; return; fi
  done
  echo "postgres.sh: no Postgres server programs found: install them (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql), or set LATBENCH_TEST_POSTGRES to the connection string of a superuser" >&2
  exit 3
}

as_owner() {
  if [ "$(id -u)" -ne 0 ]; then "$@"; return; fi
  setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"
}

owner=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
  if id postgres >/dev/null 2>&1; then owner=postgres; else owner=nobody; fi
fi
bin=$(find_binaries)

create_cluster() {
  (umask 022 && mkdir -p "$dir")
  dir=$(cd "$dir" && pwd)
  if [ "$(id -u)" -eq 0 ]; then chown "$owner" "$dir"; fi
  chmod 755 "$dir"
  as_owner test -w "$dir" || fail "user $owner cannot reach '$dir': make every directory above it passable (chmod o+x)"
  (umask 077 && head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$dir/password")
  if [ "$(id -u)" -eq 0 ]; then chown "$owner" "$dir/password"; fi
  (cd / && as_owner "$bin/initdb" -D "$dir/data" -U postgres --auth=scram-sha-256 --pwfile="$dir/password" -E UTF8 --locale=C --no-sync) \
    > "$dir/initdb.log" 2>&1 || fail "initdb failed: $(tail -n 1 "$dir/initdb.log")"
}

start_server() {
  (cd / && as_owner "$bin/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/data/server.log" -o "-p $1 -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" start) > /dev/null 2>&1 < /dev/null
}

start() {
  [ -d "$dir/data" ] || create_cluster
  dir=$(cd "$dir" && pwd)
  if [ -f "$dir/port" ]; then
    start_server "$(cat "$dir/port")" || fail "the server did not start again: see $dir/data/server.log"
  else
    local try port=0
    for try in 1 2 3 4 5 6; do
      port=$((20000 + (RANDOM * 32768 + RANDOM) % 40000))
      if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
      if start_server "$port"; then echo "$port" > "$dir/port"; break; fi
    done
    [ -f "$dir/port" ] || fail "the server did not start: see $dir/data/server.log"
  fi
  echo "Host=127.0.0.1;Port=$(cat "$dir/port");Username=postgres;Password=$(cat "$dir/password");Database=postgres"
}

# Mode fast writes out what was committed; immediate need not, where the cluster goes away.
stop_server() {
  (cd / && as_owner "$bin/pg_ctl" -D "$dir/data" -m "$1" -w stop) > /dev/null 2>&1
}

case $1 in
  start) start ;;
  halt) dir=$(cd "$dir" && pwd); stop_server fast ;;
  stop) if [ -d "$dir/data" ]; then dir=$(cd "$dir" && pwd); stop_server immediate || true; fi; rm -rf "$dir" ;;
  *) fail "usage: postgres.sh start|halt|stop DIR" ;;
esac
