#!/usr/bin/env bash
# A throw-away PgBouncer for tests, on a free port of 127.0.0.1, in front of a Postgres server.
#   start DIR CONNECTION [SETTING=VALUE]…   starts it in DIR; prints the connection string through it
#   stop DIR                                stops it and removes DIR
# CONNECTION is a connection string as eng/postgres.sh prints it. Pooling is by transaction, with four connections to the server for each
# database and user, unless a setting says otherwise, for example pool_mode=session. Run by root, it runs as user postgres, or nobody where there is none.
set -euo pipefail

fail() { echo "pgbouncer.sh: $1" >&2; exit "${2:-1}"; }
usage="usage: pgbouncer.sh start DIR CONNECTION [SETTING=VALUE]…, or pgbouncer.sh stop DIR"
[ $# -ge 2 ] || fail "$usage"
verb=$1
dir=$2
shift 2

find_program() {
  command -v pgbouncer && return
  local found
  for found in /usr/sbin/pgbouncer /opt/homebrew/bin/pgbouncer /usr/local/bin/pgbouncer; do
    if [ -x "$found" ]; then echo "$found"; return; fi
  done
  fail "PgBouncer is missing: install it (Debian, Ubuntu: apt-get install pgbouncer; macOS: brew install pgbouncer)" 3
}

as_owner() {
  if [ "$(id -u)" -ne 0 ]; then "$@"; return; fi
  setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"
}

value_of() { tr ';' '\n' <<<"$connection" | sed -n "s/^$1=//Ip" | head -n 1; }

# Its time-outs are such that what waits for a connection for ever ends within a test.
write_settings() {
  local host port
  host=$(value_of Host)
  port=$(value_of Port)
  {
    printf '[databases]\n* = host=%s port=%s\n\n[pgbouncer]\n' "${host:-127.0.0.1}" "${port:-5432}"
    printf 'listen_addr = 127.0.0.1\nlisten_port = %s\nunix_socket_dir =\n' "$1"
    printf 'auth_type = scram-sha-256\nauth_file = %s/users\nlogfile = %s/pgbouncer.log\npidfile = %s/pid\n' "$dir" "$dir" "$dir"
    printf 'pool_mode = transaction\ndefault_pool_size = 4\nmax_client_conn = 200\nquery_wait_timeout = 20\nserver_login_retry = 1\n'
    local setting
    for setting in "${settings[@]}"; do printf '%s = %s\n' "${setting%%=*}" "${setting#*=}"; done
  } >"$dir/pgbouncer.ini"
}

start() {
  program=$(find_program)
  [ $# -ge 1 ] || fail "$usage"
  connection=$1
  shift
  settings=("$@")
  [ -n "$(value_of Username)" ] || fail "the connection string names no Username: give it as eng/postgres.sh prints it"
  owner=$(id -un)
  if [ "$(id -u)" -eq 0 ]; then
    if id postgres >/dev/null 2>&1; then owner=postgres; else owner=nobody; fi
  fi
  (umask 022 && mkdir -p "$dir")
  dir=$(cd "$dir" && pwd)
  if [ "$(id -u)" -eq 0 ]; then chown "$owner" "$dir"; fi
  as_owner test -w "$dir" || fail "user $owner cannot reach '$dir': make every directory above it passable (chmod o+x)"
  (umask 077 && printf '"%s" "%s"\n' "$(value_of Username)" "$(value_of Password)" >"$dir/users")
  if [ "$(id -u)" -eq 0 ]; then chown "$owner" "$dir/users"; fi

  local try port
  for try in 1 2 3 4 5 6; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 40000))
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    write_settings "$port"
    (cd / && as_owner "$program" --daemon --quiet "$dir/pgbouncer.ini") >"$dir/start.log" 2>&1 </dev/null || continue
    for _ in $(seq 100); do
      if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        echo "Host=127.0.0.1;Port=$port;Username=$(value_of Username);Password=$(value_of Password);Database=$(value_of Database)"
        return
      fi
      sleep 0.05
    done
  done
  fail "PgBouncer did not start: see $dir/pgbouncer.log and $dir/start.log"
}

stop() {
  if [ -f "$dir/pid" ]; then
    local pid
    pid=$(cat "$dir/pid")
    kill -QUIT "$pid" 2>/dev/null || true
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
  fi
  rm -rf "$dir"
}

case $verb in
  start) start "$@" ;;
  stop) [ $# -eq 0 ] || fail "$usage"; stop ;;
  *) fail "$usage" ;;
esac
