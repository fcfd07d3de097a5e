#compdef latbench
# Completion of latbench for zsh. Write it to a file _latbench in a directory of $fpath, or load it with: source <(latbench completion zsh)
# Each line: command | subcommands | options, with = and the kind of their values | argument.
typeset -g _latbench_table='@TABLE@'

# Reads the line of the command $1.
_latbench_find() {
    local line
    local -a fields
    subcommands=() options=() argument=
    for line in "${(@f)_latbench_table}"; do
        fields=("${(@s:|:)line}")
        [[ $fields[1] == "$1" ]] || continue
        subcommands=(${(s: :)fields[2]}) options=(${(s: :)fields[3]}) argument=$fields[4]
        return 0
    done
}

# Proposes values of the kind $1.
_latbench_values() {
    local -a known
    case $1 in
        words:*) known=(${(s:,:)1#words:}); compadd -a known ;;
        list:*) known=(${(s:,:)1#list:}); compset -P '*,'; compadd -a known ;;
        file) _files ;;
        directory) _path_files -/ ;;
    esac
}

_latbench() {
    local place= awaited= word option argument
    local -a subcommands options names
    _latbench_find ''
    for word in "${(@)words[2,CURRENT-1]}"; do
        if [[ -n $awaited ]]; then
            awaited=
        elif [[ $word == -* ]]; then
            for option in $options; do
                [[ $option == "$word="* ]] && awaited=${option#*=}
            done
        elif (( $subcommands[(Ie)$word] )); then
            place=${place:+$place }$word
            _latbench_find "$place"
        fi
    done
    word=$words[CURRENT]
    if [[ -z $awaited && $word == --*=* ]]; then
        for option in $options; do
            [[ $option == "${word%%=*}="* ]] && awaited=${option#*=}
        done
        compset -P '*='
    fi
    if [[ -n $awaited ]]; then
        _latbench_values "$awaited"
    elif [[ $word == -* ]]; then
        names=(${options%%=*})
        compadd -a -- names
    elif (( $#subcommands )); then
        compadd -a subcommands
    else
        _latbench_values "$argument"
    fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _latbench "$@"
else
    compdef _latbench latbench
fi
