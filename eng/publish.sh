#!/usr/bin/env bash
# Makes the packages of a release: archives and .deb files that bring .NET along, the command as a .NET tool, the Python package, SHA256SUMS, and SBOMs.
# usage: eng/publish.sh [--rid RID]… [--only KIND]… [--output DIR]
#        eng/publish.sh --contents FILE      lists the files of an archive or a .deb
#   --rid RID     linux-x64 or linux-arm64; may be repeated; by default both
#   --only KIND   agent, coordinator (with the command), deb, tool, python or sbom; may be repeated; by default all.
#                 deb packs what agent and coordinator have published last.
#   --output DIR  by default artifacts/packages; files of the same names are replaced
# The version is that of Directory.Build.props. The same commit gives the same bytes of archives and .deb files:
# SOURCE_DATE_EPOCH is the time of the files, by default that of the commit.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

wrong() { echo "eng/publish.sh: $*; see eng/publish.sh --help" >&2; exit 2; }
fail() { echo "eng/publish.sh: $*" >&2; exit 1; }

contents() {
  [ -r "$1" ] || fail "$1 cannot be read: give an archive that eng/publish.sh has made."
  case $1 in
    *.deb) dpkg-deb --contents "$1" | awk '{ print $6 }' ;;
    *.nupkg) unzip -Z1 "$1" ;;
    *) tar -tzf "$1" ;;
  esac | grep -v '/$' || fail "$1 is cut off or damaged: make or download it again."
}

rids=()
kinds=()
output=$root/artifacts/packages
while [ $# -gt 0 ]; do
  case $1 in
    --contents) [ -n "${2-}" ] || wrong "--contents needs a file"; contents "$2"; exit ;;
    --rid) case ${2-} in linux-x64|linux-arm64) rids+=("$2") ;; *) wrong "--rid is '${2-}'; give linux-x64 or linux-arm64" ;; esac; shift ;;
    --only) case ${2-} in agent|coordinator|deb|tool|python|sbom) kinds+=("$2") ;; *) wrong "--only is '${2-}'; give agent, coordinator, deb, tool, python or sbom" ;; esac; shift ;;
    --output) [ -n "${2-}" ] || wrong "--output needs a folder"; output=$2; shift ;;
    -h|--help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) wrong "unknown option '$1'" ;;
  esac
  shift
done
[ ${#rids[@]} -gt 0 ] || rids=(linux-x64 linux-arm64)
[ ${#kinds[@]} -gt 0 ] || kinds=(agent coordinator deb tool python sbom)

command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing: install it and put 'dotnet' on the PATH."
mkdir -p "$output" || fail "$output cannot be made: name another folder with --output."
output=$(cd "$output" && pwd -P)
cd "$root"

export ORT_DISABLE_TELEMETRY=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH
version=$(dotnet msbuild src/Cli/Cli.csproj -getProperty:Version)
# A tree of its own: the builds of developers keep their symbols and paths.
build=$root/artifacts/publish
mkdir -p "$build"
exec 9>"$build/lock"
flock 9

# No symbols, no documentation, no path of this machine.
release=(-c Release -v quiet --nologo -clp:NoSummary "-p:ArtifactsPath=$build" -p:DebugType=none -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false "-p:PathMap=$root=/latbench")

run() {
  local log=$build/publish.log
  "$@" >"$log" 2>&1 9>&- || { cat "$log" >&2; fail "'$1 $2' failed: the errors are above."; }
}

# publish PROJECT RID FOLDER
publish() {
  run dotnet publish "src/$1/$1.csproj" "${release[@]}" -r "$2" --self-contained -o "$3"
  find "$3" \( -name '*.pdb' -o -name 'LatBench.*.xml' \) -delete
  cp LICENSE "$3"
}

# archive FOLDER NAME: in the same order, with the same times, owners and modes.
archive() {
  find "$1" -type d -exec chmod 755 {} + -o -type f -perm /100 -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
  tar --sort=name --format=gnu "--mtime=@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$(dirname "$1")" -cf - "$(basename "$1")" | gzip -n -6 >"$output/$2.new"
  mv "$output/$2.new" "$output/$2"
  echo "$output/$2"
}

staged() { echo "$build/packages/$2/$1"; }

make_agent() {
  local folder
  folder=$(staged deviceagent "$1")
  rm -rf "$folder"
  publish DeviceAgent "$1" "$folder"
  cp deploy/latbench-agent.service deploy/install.sh "$folder"
  archive "$folder" "latbench-agent-$version-$1.tar.gz"
}

# The coordinator and the command share a folder, and so their copy of .NET.
make_coordinator() {
  local folder
  folder=$(staged coordinator "$1")
  rm -rf "$folder"
  publish Cli "$1" "$folder"
  publish Coordinator "$1" "$folder"
  cp deploy/latbench-coordinator.service "$folder"
  archive "$folder" "latbench-coordinator-$version-$1.tar.gz"
}

# make_deb PACKAGE FOLDER RID
make_deb() {
  local folder architecture tree size
  folder=$(staged "$2" "$3")
  case $3 in linux-x64) architecture=amd64 ;; *) architecture=arm64 ;; esac
  tree=$build/deb
  rm -rf "$tree"
  install -d "$tree/DEBIAN" "$tree/usr/lib/latbench" "$tree/usr/bin" "$tree/usr/lib/systemd/system" "$tree/etc/latbench" "$tree/usr/share/doc/$1"
  cp -a "$folder" "$tree/usr/lib/latbench/$2"
  rm -f "$tree/usr/lib/latbench/$2/"*.service "$tree/usr/lib/latbench/$2/install.sh"
  mv "$tree/usr/lib/latbench/$2/LICENSE" "$tree/usr/share/doc/$1/copyright"
  install -m 644 "deploy/$1.service" "$tree/usr/lib/systemd/system/$1.service"
  install -m 644 "deploy/debian/${1#latbench-}/"*.env "$tree/etc/latbench/"
  case $1 in
    latbench-agent) ln -s "../lib/latbench/$2/LatBench.DeviceAgent" "$tree/usr/bin/latbench-agent" ;;
    *)
      ln -s "../lib/latbench/$2/LatBench.Cli" "$tree/usr/bin/latbench"
      ln -s "../lib/latbench/$2/LatBench.Coordinator" "$tree/usr/bin/latbench-coordinator" ;;
  esac
  size=$(du -sk --apparent-size "$tree" | cut -f1)
  sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" "deploy/debian/${1#latbench-}/control" >"$tree/DEBIAN/control"
  (cd "$tree" && find etc -type f -printf '/%p\n' | sort) >"$tree/DEBIAN/conffiles"
  for script in postinst prerm postrm; do
    install -m 755 "deploy/debian/${1#latbench-}/$script" "$tree/DEBIAN/$script"
  done
  chmod -R u=rwX,go=rX "$tree"
  find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  run dpkg-deb --root-owner-group -Zgzip -z6 --build "$tree" "$output/${1}_${version}_$architecture.deb"
  echo "$output/${1}_${version}_$architecture.deb"
}

make_tool() {
  run dotnet pack src/Cli/Cli.csproj "${release[@]}" -o "$output" -p:PackLatBenchTool=true
  echo "$output/LatBench.Cli.$version.nupkg"
}

# The wheel and the source distribution. Debian's interpreter has what they need where another one stands first on the path.
make_python() {
  local python=${PYTHON:-python3}
  "$python" -c 'import hatchling.build, google.protobuf' 2>/dev/null || python=/usr/bin/python3
  PYTHON=$python eng/python-wheel.sh "$output"
}

make_sbom() {
  run dotnet tool restore
  local project
  for project in DeviceAgent Coordinator Cli; do
    run dotnet tool run dotnet-CycloneDX -- "src/$project/$project.csproj" --output "$output" --filename "latbench-${project,,}-$version.cdx.json" --output-format Json \
      --set-name "LatBench.$project" --set-version "$version" --exclude-dev
    echo "$output/latbench-${project,,}-$version.cdx.json"
  done
}

for kind in "${kinds[@]}"; do
  case $kind in
    tool|python|sbom) "make_$kind" ;;
    agent|coordinator) for rid in "${rids[@]}"; do "make_$kind" "$rid"; done ;;
    deb)
      command -v dpkg-deb >/dev/null || fail "dpkg-deb is missing, which makes the .deb files: run this on Debian or Ubuntu, or leave deb out with --only."
      for rid in "${rids[@]}"; do
        made=0
        for folder in deviceagent coordinator; do
          # Of what this run has published, or else of what an earlier one has.
          case " ${kinds[*]} " in
            *' agent '*|*' coordinator '*)
              case $folder in deviceagent) kind=agent ;; *) kind=coordinator ;; esac
              case " ${kinds[*]} " in *" $kind "*) ;; *) continue ;; esac ;;
          esac
          [ -d "$(staged $folder "$rid")" ] || continue
          case $folder in deviceagent) make_deb latbench-agent $folder "$rid" ;; *) make_deb latbench-coordinator $folder "$rid" ;; esac
          made=1
        done
        [ $made = 1 ] || fail "a .deb for $rid packs what agent and coordinator publish: give '--only agent' or '--only coordinator' as well."
      done ;;
  esac
done

(cd "$output" && find . -maxdepth 1 -type f ! -name SHA256SUMS ! -name '*.new' -printf '%P\n' | LC_ALL=C sort | xargs -r sha256sum -- >SHA256SUMS)
echo "$output/SHA256SUMS"
