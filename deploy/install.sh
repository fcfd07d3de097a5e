#!/bin/sh
# Installs the LatBench agent on a board from an archive, and enrols it with a one-time code.
# usage: install.sh --archive latbench-agent-VERSION-RID.tar.gz --server ADDRESS [--sums FILE] [--code-file FILE] [--device NAME] [--root DIR]
#   --archive FILE    the archive of eng/publish.sh for this machine: linux-x64 or linux-arm64
#   --sums FILE       the file SHA256SUMS; by default the one beside the archive
#   --server ADDRESS  the coordinator's gRPC port, such as https://latbench.lab:7081
#   --code-file FILE  the file, of mode 600, with the one-time code that 'latbench devices invite' prints. A device that is enrolled needs none.
#   --device NAME     the name of the device; by default made of the host name
#   --root DIR        installs below DIR and leaves users and services of this machine alone, for images of boards and for tests
# Environment: LATBENCH_ENROLMENT_TOKEN, the code, before --code-file; LATBENCH_CA_CERT, a PEM file with the authorities to trust, of which the service gets a copy.
set -eu
umask 022

fail() { echo "install.sh: $*" >&2; exit 1; }
wrong() { echo "install.sh: $*; see install.sh --help" >&2; exit 2; }

archive='' sums='' server='' code_file='' device='' root=''
while [ $# -gt 0 ]; do
    case $1 in
        -h|--help) sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 0 ;;
        --archive|--sums|--server|--code-file|--device|--root) [ -n "${2-}" ] || wrong "$1 needs a value" ;;
        *) wrong "unknown option '$1'" ;;
    esac
    case $1 in
        --archive) archive=$2 ;;
        --sums) sums=$2 ;;
        --server) server=$2 ;;
        --code-file) code_file=$2 ;;
        --device) device=$2 ;;
        --root) root=$2 ;;
    esac
    shift 2
done
[ -n "$archive" ] || wrong "--archive is missing"
[ -n "$server" ] || wrong "--server is missing"
case $server in http://?*|https://?*) ;; *) wrong "--server is '$server'; give an address such as https://latbench.lab:7081" ;; esac
[ -n "$sums" ] || sums=$(dirname "$archive")/SHA256SUMS

ca_cert=${LATBENCH_CA_CERT-}
[ -z "$ca_cert" ] || [ -r "$ca_cert" ] || fail "the authorities of LATBENCH_CA_CERT, $ca_cert, cannot be read: name a PEM file."

# Puts a variable into the settings of the service; the other lines stay as they are.
put() {
    # The copy has owner and mode of the file.
    [ ! -e "$settings" ] || cp -p "$settings" "$settings.new"
    { grep -v "^$1=" "$settings" 2>/dev/null || true; printf '%s=%s\n' "$1" "$2"; } >"$settings.new"
    mv "$settings.new" "$settings"
}

# The machine.
[ "$(uname -s)" = Linux ] || fail "the agent that is installed as a service runs on Linux, and this is $(uname -s)."
case $(uname -m) in
    x86_64) rid=linux-x64 ;;
    aarch64) rid=linux-arm64 ;;
    *) fail "there is no agent for the architecture $(uname -m): it is made for x86_64 and for aarch64 (a 64-bit system on the board)." ;;
esac
libc=$(getconf GNU_LIBC_VERSION 2>/dev/null) || fail "this system has no glibc, which the agent needs: use Debian, Ubuntu, Raspberry Pi OS or another system with glibc 2.28 or later."
[ "$(printf '%s\n' 2.28 "${libc#glibc }" | sort -V | head -n 1)" = 2.28 ] || fail "this system has $libc, and the agent needs glibc 2.28 or later: update the system."
has_library() { { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } 2>/dev/null | grep -q -E "$1"; }
has_library 'libssl\.so\.(3|1\.1)' || fail "this system has no OpenSSL, which the agent needs: install it, on Debian and Ubuntu with 'apt-get install libssl3'."
has_library 'libstdc\+\+\.so\.6' || fail "this system has no libstdc++, which the agent needs: install it, on Debian and Ubuntu with 'apt-get install libstdc++6'."
if [ -z "$root" ]; then
    [ "$(id -u)" = 0 ] || fail "only root can install: run it with sudo, or give --root DIR."
    [ -d /run/systemd/system ] || fail "this machine does not run systemd, which starts the agent: unpack the archive and run 'LatBench.DeviceAgent run --server $server' by other means."
fi

# The archive.
[ -r "$archive" ] || fail "the archive $archive cannot be read: name the one of eng/publish.sh or of a release."
case $(basename "$archive") in
    latbench-agent-*-$rid.tar.gz) ;;
    latbench-agent-*.tar.gz) fail "the archive $(basename "$archive") is for another machine: this one needs the one whose name ends with $rid.tar.gz." ;;
    *) fail "the archive $(basename "$archive") is not that of the agent, whose name begins with latbench-agent-." ;;
esac
gzip -t "$archive" 2>/dev/null || fail "the archive $archive is cut off or damaged: copy or download it again."
[ -r "$sums" ] || fail "the checksums $sums cannot be read: copy SHA256SUMS beside the archive, or name it with --sums."
expected=$(awk -v name="$(basename "$archive")" '$2 == name || $2 == "*" name { print $1 }' "$sums")
[ -n "$expected" ] || fail "$sums does not name $(basename "$archive"): take archive and checksums from one release."
[ "$(sha256sum "$archive" | cut -d ' ' -f 1)" = "$expected" ] || fail "the archive $archive has not the SHA-256 of $sums: copy or download both again."

mkdir -p "$root/usr/lib/latbench" || fail "$root/usr/lib/latbench cannot be made."
needed=$(($(gzip -dc "$archive" | wc -c) / 1024 + 65536))
free=$(df -Pk "$root/usr/lib/latbench" | awk 'NR == 2 { print $4 }')
[ "$free" -ge "$needed" ] || fail "$root/usr/lib/latbench has $((free / 1024)) MiB free, and the agent needs $((needed / 1024)) MiB: free some space."

# The files: whole, or not at all.
target=$root/usr/lib/latbench/deviceagent
data=$root/var/lib/latbench-agent
settings=$root/etc/latbench/agent.env
new=$(mktemp -d "$root/usr/lib/latbench/new.XXXXXX")
agent=''
# Whatever ends the script: no agent of the enrolment goes on, and nothing temporary stays.
cleanup() {
    if [ -n "$agent" ]; then
        kill "$agent" 2>/dev/null || true
        wait "$agent" 2>/dev/null || true
    fi
    rm -rf "$new" "$settings.new"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
tar -xzf "$archive" -C "$new" --no-same-owner || fail "the archive $archive cannot be unpacked: free some space, or copy it again."
chmod -R u=rwX,go=rX "$new"
if [ -z "$root" ]; then systemctl stop latbench-agent 2>/dev/null || true; fi
rm -rf "$target"
mv "$new/deviceagent" "$target"
mkdir -p "$root/usr/bin" "$root/etc/latbench" "$root/etc/systemd/system" "$data"
ln -sfn ../lib/latbench/deviceagent/LatBench.DeviceAgent "$root/usr/bin/latbench-agent"
install -m 644 "$target/latbench-agent.service" "$root/etc/systemd/system/latbench-agent.service"
put LATBENCH_SERVER "$server"
if [ -n "$ca_cert" ]; then
    # A copy: the service sees no home directory.
    LATBENCH_CA_CERT=$root/etc/latbench/ca.pem
    cmp -s "$ca_cert" "$LATBENCH_CA_CERT" || install -m 644 "$ca_cert" "$LATBENCH_CA_CERT"
    put LATBENCH_CA_CERT /etc/latbench/ca.pem
fi
chmod 700 "$data"
if [ -z "$root" ]; then
    getent passwd latbench >/dev/null || useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin latbench
    chown latbench:latbench "$data"
else
    mkdir -p "$root/usr/lib/sysusers.d"
    echo 'u latbench - "LatBench device agent" /nonexistent' >"$root/usr/lib/sysusers.d/latbench-agent.conf"
fi

# The enrolment: the agent runs once, until it says that it is ready.
if [ ! -e "$data/credential.json" ]; then
    code=${LATBENCH_ENROLMENT_TOKEN-}
    if [ -z "$code" ] && [ -n "$code_file" ]; then
        code=$(cat "$code_file") || fail "the file with the code, $code_file, cannot be read."
    fi
    [ -n "$code" ] || fail "the agent is installed and not enrolled: make a code with 'latbench devices invite' where the coordinator is, and give it in LATBENCH_ENROLMENT_TOKEN or with --code-file."
    log=$new/log
    set -- "$target/LatBench.DeviceAgent" run --server "$server" --data "$data"
    [ -z "$device" ] || set -- "$@" --device "$device"
    if [ -z "$root" ]; then set -- setpriv --reuid=latbench --regid=latbench --clear-groups "$@"; fi
    LATBENCH_ENROLMENT_TOKEN=$code "$@" >"$log" 2>&1 &
    agent=$!
    waited=0
    until grep -q '^LatBench agent ready' "$log" || ! kill -0 "$agent" 2>/dev/null || [ "$waited" -ge 600 ]; do
        sleep 1
        waited=$((waited + 1))
    done
    kill "$agent" 2>/dev/null || true
    wait "$agent" || true
    agent=''
    grep -q '^LatBench agent ready' "$log" || fail "the agent is installed and could not be enrolled: $(tail -n 1 "$log")"
    sed -n 's/^LatBench agent ready: device=\([^ ]*\) .*/Enrolled as \1./p' "$log"
fi

if [ -z "$root" ]; then
    systemctl daemon-reload
    systemctl enable --now latbench-agent
    echo "The agent runs; 'journalctl -u latbench-agent' has what it says."
else
    echo "The agent is installed below $root; 'systemd-sysusers --root=$root' makes its user there, and 'systemctl --root=$root enable latbench-agent' lets it start at boot."
fi
