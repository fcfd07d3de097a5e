#!/usr/bin/env bash
# Runs every test against real servers and ends with one line: N passed, N failed, N skipped.
# usage: ./test.sh [--slow] [--project NAME]… [--minutes M] [--seed N]
#   --slow          also the slow category (such as all 9,444 models of NAS-Bench-201 through ONNX Runtime)
#   --project NAME  only tests/NAME, for example Storage.Tests; may be repeated
#   --minutes M, --seed N  how long, and in which order, the soak of EndToEnd.Tests breaks things; by default one round with seed 20
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

wrong() { echo "test.sh: $*; see ./test.sh --help" >&2; exit 2; }
is_number() { case $1 in ''|*[!0-9]*|??????????*) return 1 ;; esac; }

slow=0
projects=()
while [ $# -gt 0 ]; do
  case $1 in
    --slow) slow=1 ;;
    --minutes|--soak-minutes|--seed)
      is_number "${2-}" || wrong "$1 needs a whole number of at most 9 digits"
      if [ "$1" = --seed ]; then export LATBENCH_SOAK_SEED=$2; else export LATBENCH_SOAK_MINUTES=$2; fi
      shift ;;
    --project) [ -n "${2-}" ] || wrong "--project needs a name"; projects+=("$2"); shift ;;
    -h|--help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) wrong "unknown option '$1'" ;;
  esac
  shift
done

# ONNX Runtime would report to its maker.
export ORT_DISABLE_TELEMETRY=1

fail() { echo "test.sh: $*" >&2; exit 1; }

command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing: install it and put 'dotnet' on the PATH."

find_postgres() { ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | head -n 1 | grep -q . || command -v initdb >/dev/null; }

if ! find_postgres; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing PostgreSQL for the tests…" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } >/dev/null 2>&1 \
      || fail "PostgreSQL could not be installed: run 'apt-get install postgresql' and look at what it says."
  fi
  find_postgres || fail "PostgreSQL is missing: install it (Debian and Ubuntu: 'sudo apt-get install postgresql'), the server need not run."
fi

find_pgbouncer() { command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ]; }

if ! find_pgbouncer; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing PgBouncer for the tests…" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends pgbouncer; } >/dev/null 2>&1 \
      || fail "PgBouncer could not be installed: run 'apt-get install pgbouncer' and look at what it says."
  fi
  find_pgbouncer || fail "PgBouncer is missing; tests run coordinators behind it: install it (Debian and Ubuntu: 'sudo apt-get install pgbouncer'), the service need not run."
fi

if ! command -v cc >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing a C compiler for the tests…" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc libc6-dev; } >/dev/null 2>&1 \
      || fail "a C compiler could not be installed: run 'apt-get install gcc libc6-dev' and look at what it says."
  fi
  command -v cc >/dev/null || fail "a C compiler, cc, is missing; the tests compile an execution provider with it: install one (Debian and Ubuntu: 'sudo apt-get install gcc libc6-dev')."
fi

# pandas is not imported: that takes a second.
find_python() { /usr/bin/python3 -c 'import grpc, google.protobuf, hatchling, importlib.util, sys; sys.exit(importlib.util.find_spec("pandas") is None)' 2>/dev/null && command -v protoc >/dev/null && command -v grpc_python_plugin >/dev/null; }
python_packages="python3 python3-grpcio python3-hatchling python3-pandas protobuf-compiler protobuf-compiler-grpc"

if ! find_python; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Python's gRPC for the tests…" >&2
    # shellcheck disable=SC2086 # The packages are several words.
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $python_packages; } >/dev/null 2>&1 \
      || fail "Python's gRPC could not be installed: run 'apt-get install $python_packages' and look at what it says."
  fi
  find_python || fail "Python's gRPC, its compiler, hatchling or pandas is missing; tests build the Python package and run it: install them (Debian and Ubuntu: 'sudo apt-get install $python_packages')."
fi

# Not imported: that takes seconds.
find_torch() { /usr/bin/python3 -c 'import importlib.util, sys; sys.exit(any(importlib.util.find_spec(name) is None for name in ("torch", "torchvision", "onnx")))' 2>/dev/null; }
torch_packages="python3-torch python3-torchvision python3-onnx"

if ! find_torch; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing PyTorch for the tests…" >&2
    # shellcheck disable=SC2086 # The packages are several words.
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $torch_packages; } >/dev/null 2>&1 \
      || fail "PyTorch could not be installed: run 'apt-get install $torch_packages' and look at what it says."
  fi
  find_torch || fail "PyTorch is missing; tests compare exported networks with definitions of their own in it, and export models from it: install it (Debian and Ubuntu: 'sudo apt-get install $torch_packages')."
fi

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if ! find_chromium >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the tests…" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 \
      || fail "Chromium could not be installed: run 'apt-get install chromium' and look at what it says."
  fi
  find_chromium >/dev/null || fail "Chromium is missing; the pages of the dashboard are tested in it: install it (Debian and Ubuntu: 'sudo apt-get install chromium')."
fi

find_shells() { command -v zsh >/dev/null && command -v fish >/dev/null; }

if ! find_shells; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing zsh and fish for the tests…" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends zsh fish; } >/dev/null 2>&1 \
      || fail "zsh and fish could not be installed: run 'apt-get install zsh fish' and look at what it says."
  fi
  find_shells || fail "zsh or fish is missing; the completion of the command is tested in them: install them (Debian and Ubuntu: 'sudo apt-get install zsh fish')."
fi

find_firefox() { command -v firefox-esr || command -v firefox; }

if [ $slow = 1 ] && ! find_firefox >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Firefox for the tests…" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends firefox-esr; } >/dev/null 2>&1 \
      || fail "Firefox could not be installed: run 'apt-get install firefox-esr' and look at what it says."
  fi
  find_firefox >/dev/null || fail "Firefox is missing; the agent of browsers is tested in it: install it (Debian: 'sudo apt-get install firefox-esr')."
fi

if [ $slow = 1 ] && ! command -v qemu-aarch64-static >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing an emulator of arm64 for the tests…" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends qemu-user-static; } >/dev/null 2>&1 \
      || fail "the emulator of arm64 could not be installed: run 'apt-get install qemu-user-static' and look at what it says."
  fi
  command -v qemu-aarch64-static >/dev/null || fail "the emulator of arm64 is missing; the agent for arm64 is run in it: install it (Debian and Ubuntu: 'sudo apt-get install qemu-user-static')."
fi

work=$(mktemp -d /tmp/latbench-test.XXXXXX)
chmod 755 "$work"
trap 'eng/postgres.sh stop "$work/pg" >/dev/null 2>&1; eng/s3.sh stop "$work/s3" >/dev/null 2>&1; rm -rf "$work"' EXIT

LATBENCH_TEST_POSTGRES=$(eng/postgres.sh start "$work/pg") || fail "the throw-away PostgreSQL did not start."
export LATBENCH_TEST_POSTGRES LATBENCH_REQUIRE_ALL=1

if ! command -v npm >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing npm for the tests…" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm; } >/dev/null 2>&1 || true
fi

# Installed from npm while the build runs.
eng/s3.sh start "$work/s3" >"$work/s3.address" 2>"$work/s3.log" &
s3=$!

echo "Building…" >&2
if ! dotnet build LatBench.sln -c Release --nologo -v q >"$work/build.log" 2>&1; then
  grep -E 'error|warning' "$work/build.log" | sort -u >&2
  fail "the build failed."
fi

# Without npm or a network there is no such server to be had: its tests are skipped, and fail in CI.
if wait "$s3"; then
  LATBENCH_TEST_S3=$(cat "$work/s3.address")
  export LATBENCH_TEST_S3
else
  echo "The tests against an S3 server cannot run: $(tail -n 1 "$work/s3.log")" >&2
fi

options=(-c Release --no-build --ignore-exit-code 8)
if [ $slow = 1 ]; then options+=(--explicit on); else options+=(--filter-not-trait category=slow); fi

status=0
if [ ${#projects[@]} -eq 0 ]; then
  dotnet test --solution LatBench.sln "${options[@]}" 2>&1 | tee "$work/tests.log" || status=1
else
  for project in "${projects[@]}"; do
    dotnet test --project "tests/$project" "${options[@]}" 2>&1 | tee -a "$work/tests.log" || status=1
  done
fi

# Each run ends with a summary; the counts are summed over the runs.
count() { grep -E "^ +$1: [0-9]+$" "$work/tests.log" | awk '{ n += $2 } END { print n + 0 }'; }
passed=$(count succeeded)
failed=$(count failed)
skipped=$(count skipped)
if [ "$passed" = 0 ]; then
  echo "test.sh: no test ran." >&2
  status=1
fi
[ "$failed" = 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
