#!/usr/bin/env bash
# Measures search spaces on this machine and publishes them as a snapshot. Run it again after whatever interrupted it: it goes on where it was.
# usage: datasets/make-latbench.sh [options]
#   --device NAME       name of this machine in the dataset (default: vm-2cpu)
#   --version V         version of the snapshot (default: 1.0.0)
#   --space LIST        search spaces, separated by commas, in the order of measuring; NAME=N measures a sample of N models (default: nas-bench-201)
#   --models N          a sample of N models of every space that --space gives no number for (default: the whole space)
#   --precision LIST    fp32, fp16, int8, separated by commas; the first is measured again and trained on (default: fp32)
#   --passes A..B       visits of each model, at least and at most (default: those of the protocol, 5..40)
#   --repeat N          models of the first space that a second campaign measures once more (default: 500)
#   --seeds N           splits of the benchmark of predictors (default: 5; 0 leaves the predictors out)
#   --predictors LIST   which predictors, separated by spaces (default: all)
#   --train N           labels a predictor is fitted to (default: 900; a ninth of it validates); half of them where there are fewer than 1.3 times as many labels
#   --few N             labels of a second table of predictors, of those of few labels; a tenth of them validates (default: 100; 0, or no fewer than --train, leaves it out)
#   --original FILE     CSV with arch_str and latency_ms: the same table of predictors for the original LatBench CPU data
#   --index-table FILE  CSV with arch_index and arch_str, for official_index
#   --license ID        licence of the data (default: CC-BY-4.0)
#   --publisher NAME    who publishes it (default: The LatBench authors)
#   --work DIR          where measurements and logs are kept (default: ./.latbench-dataset)
#   --out DIR           where the snapshot appears (default: datasets/latbench-VERSION)
# It wants the machine for itself: whatever else runs is in the numbers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

device=vm-2cpu version=1.0.0 space=nas-bench-201 models='' precision=fp32 passes='' repeat=500 seeds=5 predictors='' train=900 few=100 original='' index='' license=CC-BY-4.0
publisher='The LatBench authors' work=.latbench-dataset out=''
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) sed -n '2,23s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    --device|--version|--space|--models|--precision|--passes|--repeat|--seeds|--predictors|--train|--few|--original|--index-table|--license|--publisher|--work|--out)
      [ $# -ge 2 ] || { echo "make-latbench.sh: $1 needs a value; see --help" >&2; exit 2; } ;;
  esac
  case $1 in
    --device) device=$2 ;; --version) version=$2 ;; --space) space=$2 ;; --models) models=$2 ;; --precision) precision=${2//,/ } ;; --passes) passes=$2 ;; --repeat) repeat=$2 ;; --seeds) seeds=$2 ;;
    --predictors) predictors=$2 ;; --train) train=$2 ;; --few) few=$2 ;; --original) original=$2 ;; --index-table) index=$2 ;;
    --license) license=$2 ;; --publisher) publisher=$2 ;; --work) work=$2 ;; --out) out=$2 ;;
    *) echo "make-latbench.sh: unknown option '$1'; see --help" >&2; exit 2 ;;
  esac
  shift 2
done
for number in repeat seeds train few; do
  case ${!number} in ''|*[!0-9]*) echo "make-latbench.sh: --$number takes a whole number, not '${!number}'; see --help" >&2; exit 2 ;; esac
done
IFS=, read -ra spaces <<<"$space"
[ ${#spaces[@]} -gt 0 ] || { echo "make-latbench.sh: --space names no search space; see --help" >&2; exit 2; }
read -ra precisions <<<"$precision"
[ ${#precisions[@]} -gt 0 ] || { echo "make-latbench.sh: --precision names none of fp32, fp16, int8; see --help" >&2; exit 2; }
for name in "${precisions[@]}"; do
  case $name in fp32|fp16|int8) ;; *) echo "make-latbench.sh: '$name' is none of fp32, fp16, int8; see --help" >&2; exit 2 ;; esac
done
[ -z "$(printf '%s\n' "${precisions[@]}" | sort | uniq -d)" ] || { echo "make-latbench.sh: --precision names one twice; see --help" >&2; exit 2; }
./latbench --version >/dev/null
# A space that cannot be measured is told before the first one has taken its time. The command reads its options before it looks for a coordinator, and there is none here.
for entry in "${spaces[@]}"; do
  sample=$models
  case $entry in *=*) sample=${entry#*=} ;; esac
  if [ -n "$sample" ] || [[ $entry == *=* ]]; then whole=(--models "$sample"); else whole=(--all); fi
  refused=$(./latbench campaigns submit --space "${entry%%=*}" "${whole[@]}" --target none --server http://127.0.0.1:9 2>&1) && code=0 || code=$?
  [ "$code" -ne 2 ] || { echo "make-latbench.sh: --space $entry: $(head -n 1 <<<"$refused")" >&2; exit 2; }
done
out=${out:-datasets/latbench-$version}
mkdir -p "$work"
work=$(cd "$work" && pwd)

say() { echo "make-latbench: $*" >&2; }
latbench() { ./latbench "$@" --data "$work/data"; }

if [ -d "$out" ]; then
  say "$out is there already"
  exec ./latbench snapshots verify "$out"
fi

# What was begun with other settings goes on with them, not with these.
settings="--device $device --version $version --space $space --models ${models:-all} --precision $(IFS=,; echo "${precisions[*]}") --passes ${passes:-of the protocol} --repeat $repeat"
begun=$(cat "$work/settings" 2>/dev/null || echo "$settings")
[ "$begun" = "$settings" ] || { say "$work was begun with $begun, not with $settings: give the same again, or another --work"; exit 2; }
echo "$settings" >"$work/settings"

# Coordinator and agent run as long as this script.
children=()
stop() {
  for ((i = ${#children[@]} - 1; i >= 0; i--)); do
    kill -TERM "${children[i]}" 2>/dev/null && wait "${children[i]}" 2>/dev/null || true
  done
}
trap stop EXIT
trap 'exit 130' INT TERM

wait_for() { # FILE WHAT PID
  for _ in $(seq 300); do
    [ -e "$1" ] && return 0
    kill -0 "$3" 2>/dev/null || break
    sleep 0.2
  done
  say "$2 did not start; see the logs in $work"
  exit 1
}

# What a run that was killed left running holds the data directory and measures: it ends first.
for file in "$work"/agent.pid "$work"/coordinator.pid; do
  pid=$(cat "$file" 2>/dev/null || true)
  if [ -n "$pid" ] && grep -qs "$work" "/proc/$pid/cmdline"; then
    kill -TERM "$pid" 2>/dev/null || true
    for _ in $(seq 150); do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
  fi
done

rm -f "$work/data/coordinator.json"
./latbench up --data "$work/data" --http 127.0.0.1:0 --grpc 127.0.0.1:0 >>"$work/coordinator.log" 2>&1 &
children+=($!)
echo $! >"$work/coordinator.pid"
wait_for "$work/data/coordinator.json" "the coordinator" "${children[0]}"
./latbench agent run --data "$work/data" --device "$device" >>"$work/agent.log" 2>&1 &
children+=($!)
echo $! >"$work/agent.pid"
for _ in $(seq 300); do
  latbench devices show "$device" >/dev/null 2>&1 && break
  kill -0 "${children[1]}" 2>/dev/null || { say "the agent did not start; see $work/agent.log"; exit 1; }
  sleep 0.2
done

# A campaign that was submitted is not submitted again; one that is done is watched for an instant.
campaign() { # FILE OPTION...
  local file=$work/$1 name
  shift
  if [ ! -s "$file" ]; then
    name=$(latbench campaigns submit --target "$device" --json ${passes:+--passes "$passes"} "$@" | grep -o '"campaigns/[0-9]*"' | head -n 1 | tr -d '"')
    [ -n "$name" ] || { say "the campaign could not be submitted"; exit 1; }
    echo "$name" >"$file.new" && mv "$file.new" "$file"
  fi
  latbench campaigns watch "$(cat "$file")" >&2
}

say "measuring, into $work"
first=${precisions[0]}
options=(--version "$version" --license "$license" --publisher "$publisher")
for entry in "${spaces[@]}"; do
  name=${entry%%=*} sample=$models
  case $entry in *=*) sample=${entry#*=} ;; esac
  if [ -n "$sample" ]; then whole=(--models "$sample" --seed 1); else whole=(--all --seed 1); fi
  for one in "${precisions[@]}"; do
    say "measuring $name in $one"
    campaign "campaign-$name-$one" --name "LatBench $version, $name, $one" --space "$name" --precision "$one" "${whole[@]}"
    options+=(--campaign "$(cat "$work/campaign-$name-$one")")
  done
done
if [ "$repeat" -gt 0 ]; then
  name=${spaces[0]%%=*}
  say "measuring $repeat models of $name once more"
  campaign campaign-repeated --name "LatBench $version, repeated" --space "$name" --precision "$first" --models "$repeat" --seed 1 --remeasure
  options+=(--repeat-campaign "$(cat "$work/campaign-repeated")")
fi
[ -z "$index" ] || options+=(--index-table "$index")

if [ "$seeds" -gt 0 ]; then
  # Written under another name first: a table that was cut off is made again.
  predictor() { # FILE SPACE LABELS FITTED VALIDATED
    [ -s "$work/$1" ] && return 0
    say "predictors, $1"
    # shellcheck disable=SC2086
    ./bench.sh predictor --space "$2" --latency "$3" --seeds "$seeds" --train "$4" --validation "$5" ${predictors:+--predictors $predictors} >"$work/$1.new"
    mv "$work/$1.new" "$work/$1"
  }
  tables=()
  for entry in "${spaces[@]}"; do
    name=${entry%%=*} labels=$work/labels-${entry%%=*}.csv
    latbench measurements list --campaign "$(cat "$work/campaign-$name-$first")" --limit 20000 --json >"$work/measurements-$name.json"
    ./bench.sh dataset-labels --measurements "$work/measurements-$name.json" --out "$labels" >/dev/null
    fitted=$train
    [ $((10 * ($(wc -l <"$labels") - 1))) -ge $((13 * train)) ] || fitted=$((train / 2))
    predictor "predictors-$name.txt" "$name" "$labels" "$fitted" $((fitted / 9))
    tables+=(--predictor "Predictors of $name trained on $((fitted + fitted / 9)) of its models, $device=$work/predictors-$name.txt")
    if [ "$few" -gt 0 ] && [ "$few" -lt "$fitted" ]; then
      predictor "predictors-$name-few.txt" "$name" "$labels" "$few" $((few / 10))
      tables+=(--predictor "Predictors of $name trained on $((few + few / 10)) of its models, $device=$work/predictors-$name-few.txt")
    fi
  done
  if [ -n "$original" ]; then
    predictor predictors-original.txt nas-bench-201 "$original" "$train" $((train / 9))
    tables+=(--predictor "The same for the original LatBench CPU data (Core i7-7820X)=$work/predictors-original.txt")
  fi
  ./bench.sh dataset-tables "${tables[@]}" --out "$work/figures.json" >/dev/null
  options+=(--figures "$work/figures.json")
fi

latbench snapshots show "$version" >/dev/null 2>&1 || latbench snapshots create "${options[@]}" >&2
latbench snapshots download "$version" --out "$out" >&2
./latbench snapshots verify "$out"
bytes=$(find "$out" -type f -printf '%s\n' | awk '{ n += $1 } END { print n }')
say "$out has $bytes bytes"
[ "$bytes" -lt 40000000 ] || { say "that is more than the 40 MB that the repository takes"; exit 1; }
