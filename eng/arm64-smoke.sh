#!/usr/bin/env bash
# Runs the agent for arm64 on this x64 machine under qemu-user: publishes it, enrols it with a coordinator, and has three networks measured.
# usage: eng/arm64-smoke.sh [--minutes N] [--work DIR] [--archive FILE]
#   --minutes N  the longest that the measuring may take, by default 20
#   --work DIR   the folder of everything that it makes; by default one that is removed at the end
#   --archive FILE  the agent's archive; by default eng/publish.sh makes it
# It needs root, Debian or Ubuntu with qemu-user-static, and the kernel's binfmt_misc: the agent starts runner processes of its own, which
# the kernel has to hand to the emulator too. What it mounts or registers is taken back at the end. It exits with 77 where the machine
# does not allow that.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

wrong() { echo "eng/arm64-smoke.sh: $*; see eng/arm64-smoke.sh --help" >&2; exit 2; }
fail() { echo "eng/arm64-smoke.sh: $*" >&2; exit 1; }
unsupported() { echo "eng/arm64-smoke.sh: $*" >&2; exit 77; }

minutes=20
work=
archive=
while [ $# -gt 0 ]; do
  case $1 in
    --minutes) case ${2-} in ''|*[!0-9]*|????*) wrong "--minutes is '${2-}'; give a whole number of at most 3 digits" ;; esac; minutes=$2; shift ;;
    --work) [ -n "${2-}" ] || wrong "--work needs a folder"; work=$2; shift ;;
    --archive) [ -r "${2-}" ] || wrong "--archive is '${2-}', which cannot be read"; archive=$(realpath "$2"); shift ;;
    -h|--help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) wrong "unknown option '$1'" ;;
  esac
  shift
done

[ "$(uname -m)" = x86_64 ] || unsupported "this machine is $(uname -m), not x86_64: an arm64 machine runs the agent itself."
[ "$(id -u)" = 0 ] || unsupported "only root can register an emulator with the kernel: run it as root."
command -v apt-get >/dev/null || unsupported "apt-get is missing, which fetches the libraries for arm64: run it on Debian or Ubuntu."
qemu=$(command -v qemu-aarch64-static) || unsupported "qemu-aarch64-static is missing: install it with 'apt-get install qemu-user-static'."

keep=1
if [ -z "$work" ]; then
  work=$(mktemp -d /tmp/latbench-arm64.XXXXXX)
  keep=0
fi
mkdir -p "$work"
work=$(cd "$work" && pwd -P)
binfmt=/proc/sys/fs/binfmt_misc
name=latbench-aarch64
mounted=0
registered=0
coordinator=
agent=
clean() {
  for process in $agent $coordinator; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  [ $registered = 0 ] || echo -1 >"$binfmt/$name" || true
  [ $mounted = 0 ] || umount "$binfmt" || true
  [ $keep = 1 ] || rm -rf "$work"
}
trap clean EXIT

echo "1. Libraries for arm64"
libraries=$work/libraries
if [ ! -e "$libraries/lib/ld-linux-aarch64.so.1" ]; then
  # Package lists of its own: those of this machine stay as they are.
  apt=(-o "Dir::State=$work/apt/state" -o "Dir::Cache=$work/apt/cache" -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root)
  mkdir -p "$work/apt/state/lists/partial" "$work/apt/cache/archives/partial" "$work/debs"
  apt-get "${apt[@]}" -qq update >"$work/apt.log" 2>&1 || fail "the package lists for arm64 could not be fetched: $(tail -n 1 "$work/apt.log")"
  (cd "$work/debs" && apt-get "${apt[@]}" -qq download libc6 libstdc++6 libgcc-s1 libssl3 zlib1g) >>"$work/apt.log" 2>&1 \
    || fail "the libraries for arm64 could not be fetched: $(tail -n 1 "$work/apt.log")"
  for deb in "$work"/debs/*.deb; do dpkg-deb -x "$deb" "$libraries"; done
fi

# The C++ library that ONNX Runtime asks for the processor ends the process where it reads the x64 processor of this machine; qemu takes
# files below its prefix first. This is the processor of a Raspberry Pi 4, and so is the one that qemu emulates.
export QEMU_CPU=cortex-a72
mkdir -p "$libraries/proc"
for ((cpu = 0; cpu < $(nproc --all); cpu++)); do
  printf 'processor\t: %s\nBogoMIPS\t: 108.00\nFeatures\t: fp asimd evtstrm crc32 cpuid\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: 0xd08\nCPU revision\t: 3\n\n' "$cpu"
done >"$libraries/proc/cpuinfo"

echo "2. Emulator"
if [ ! -e "$binfmt/register" ]; then
  mount -t binfmt_misc binfmt_misc "$binfmt" 2>/dev/null || unsupported "binfmt_misc cannot be mounted here: run it in a virtual machine or on a machine of your own."
  mounted=1
fi
if [ ! -e "$binfmt/qemu-aarch64" ] && [ ! -e "$binfmt/$name" ]; then
  printf '%s' ":$name:M::\\x7f\\x45\\x4c\\x46\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00:\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:$qemu:F" >"$binfmt/register" \
    || unsupported "the kernel does not register an emulator here."
  registered=1
fi

echo "3. Agent for linux-arm64"
if [ -z "$archive" ]; then
  "$root/eng/publish.sh" --rid linux-arm64 --only agent --output "$work/packages"
  archive=$(ls "$work/packages/"latbench-agent-*-linux-arm64.tar.gz)
fi
tar -xzf "$archive" -C "$work"
export QEMU_LD_PREFIX=$libraries
program=$work/deviceagent/LatBench.DeviceAgent
"$program" --version >/dev/null || fail "the agent for arm64 does not start under the emulator."

echo "4. Coordinator"
latbench() { env -u QEMU_LD_PREFIX "$root/latbench" "$@" --data "$work/data"; }
env -u QEMU_LD_PREFIX "$root/latbench" --version >/dev/null
env -u QEMU_LD_PREFIX dotnet "$root/artifacts/bin/Coordinator/release/LatBench.Coordinator.dll" --data "$work/data" --http 127.0.0.1:0 --grpc 127.0.0.1:0 >"$work/coordinator.log" 2>&1 &
coordinator=$!
until grep -q 'coordinator ready' "$work/coordinator.log"; do
  kill -0 "$coordinator" 2>/dev/null || fail "the coordinator did not start: $(tail -n 1 "$work/coordinator.log")"
  sleep 0.2
done
server=$(sed -n 's/.* grpc=\([^ ]*\).*/\1/p' "$work/coordinator.log")

echo "5. Enrolment"
: >"$work/agent.log"
LATBENCH_ENROLMENT_TOKEN=$(latbench tokens create --role enrolment) "$program" run --server "$server" --data "$work/agent" --device arm64-smoke >"$work/agent.log" 2>&1 &
agent=$!
start=$SECONDS
until grep -q 'agent ready' "$work/agent.log"; do
  kill -0 "$agent" 2>/dev/null || fail "the agent did not start: $(tail -n 1 "$work/agent.log")"
  [ $((SECONDS - start)) -lt 600 ] || fail "the agent was not ready after 10 minutes: $(tail -n 1 "$work/agent.log")"
  sleep 0.5
done
echo "   ready after $((SECONDS - start)) s"
latbench devices show arm64-smoke

echo "6. Three networks"
timeout "$((minutes * 60))" env -u QEMU_LD_PREFIX "$root/latbench" campaigns submit --models 3 --target arm64-smoke --passes 3..10 --min-spread 0 --max-relative-error 50% --watch --data "$work/data" \
  || fail "the campaign did not end well: $(tail -n 1 "$work/agent.log")"
latbench measurements list | tee "$work/measurements"
valid=$(grep -cE '^measurements/[0-9]+ +valid ' "$work/measurements" || true)
emulator=$(latbench devices show arm64-smoke | sed -n 's/^ *Emulator *//p')
[ -n "$emulator" ] || fail "the device is not marked as emulated."
if latbench snapshots create >"$work/snapshot.log" 2>&1; then fail "a snapshot took in what an emulator measured."; fi
echo "   a snapshot leaves them out: $(tail -n 1 "$work/snapshot.log")"
echo "arm64 smoke test passed: $valid of 3 networks valid; emulator $emulator"
[ "$valid" = 3 ]
