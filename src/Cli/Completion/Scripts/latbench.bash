# Completion of latbench for bash. Load it with: source <(latbench completion bash)
# Each line: command | subcommands | options, with = and the kind of their values | argument.
_latbench_table='@TABLE@'

# Reads the line of the command $1.
_latbench_find() {
    local name
    while IFS='|' read -r name subcommands options argument; do
        [[ $name == "$1" ]] && return 0
    done <<<"$_latbench_table"
    subcommands= options= argument=
}

# Adds what begins with $2 of the words $1 that commas or blanks separate, each with $3 before it.
_latbench_words() {
    local word
    for word in ${1//,/ }; do
        [[ $word == "$2"* ]] && COMPREPLY+=("$3$word")
    done
}

# Adds the values of the kind $1 that begin with $2.
_latbench_values() {
    local word rest=${2##*,}
    case $1 in
        words:*) _latbench_words "${1#words:}" "$2" '' ;;
        list:*) _latbench_words "${1#list:}" "$rest" "${2%"$rest"}" ;;
        file | directory)
            compopt -o filenames 2>/dev/null
            while IFS= read -r word; do
                COMPREPLY+=("$word")
            done < <(if [[ $1 == file ]]; then compgen -f -- "$2"; else compgen -d -- "$2"; fi)
            ;;
    esac
}

_latbench() {
    local IFS=$' \t\n' current=${COMP_WORDS[COMP_CWORD]} place= awaited= index word option subcommands options argument
    COMPREPLY=()
    _latbench_find ''
    for ((index = 1; index < COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if [[ $word == = ]]; then
            continue
        elif [[ -n $awaited ]]; then
            awaited=
        elif [[ $word == -* ]]; then
            for option in $options; do
                [[ $option == "$word="* ]] && awaited=${option#*=}
            done
        elif [[ " $subcommands " == *" $word "* ]]; then
            place=${place:+$place }$word
            _latbench_find "$place"
        fi
    done
    # bash divides --option=value at the sign.
    [[ $current == = ]] && current=
    if [[ -n $awaited ]]; then
        _latbench_values "$awaited" "$current"
    elif [[ $current == -* ]]; then
        for option in $options; do
            _latbench_words "${option%%=*}" "$current" ''
        done
    elif [[ -n $subcommands ]]; then
        _latbench_words "$subcommands" "$current" ''
    else
        _latbench_values "$argument" "$current"
    fi
}

complete -F _latbench latbench
