# Completion of latbench for fish. Write it to ~/.config/fish/completions/latbench.fish, or load it with: latbench completion fish | source
# Each line: command | subcommands | options, with = and the kind of their values | argument.
set -g __latbench_table '@TABLE@'

# Prints values of the kind $argv[1] for the word $argv[2], with $argv[3] before each.
function __latbench_values
    switch $argv[1]
        case 'words:*'
            string replace -r '^' -- $argv[3] (string split , -- (string replace 'words:' '' -- $argv[1]))
        case 'list:*'
            set -l chosen (string replace -r '[^,]*$' '' -- $argv[2])
            string replace -r '^' -- $argv[3]$chosen (string split , -- (string replace 'list:' '' -- $argv[1]))
        case file
            __fish_complete_path $argv[2] | string replace -r '^' -- $argv[3]
        case directory
            __fish_complete_directories $argv[2] | string replace -r '^' -- $argv[3]
    end
end

function __latbench_complete
    set -l lines (string split \n -- $__latbench_table)
    set -l fields (string split '|' -- $lines[1])
    set -l place
    set -l awaited
    set -l current (commandline -ct)
    set -l typed (commandline -opc)
    for word in $typed[2..-1]
        if test -n "$awaited"
            set awaited
        else if string match -q -- '-*' $word
            set awaited (string replace -- "$word=" '' (string match -- "$word=*" (string split ' ' -- $fields[3])))
        else if contains -- $word (string split ' ' -- $fields[2])
            set place $place $word
            set fields (string split '|' -- (string match -- "$place|*" $lines)[1])
        end
    end
    set -l before ''
    if test -z "$awaited"; and string match -q -- '--*=*' $current
        set -l parts (string split -m 1 = -- $current)
        set awaited (string replace -- "$parts[1]=" '' (string match -- "$parts[1]=*" (string split ' ' -- $fields[3])))
        set before "$parts[1]="
        set current $parts[2]
    end
    if test -n "$awaited"
        __latbench_values $awaited $current $before
    else if string match -q -- '-*' $current
        string replace -r '=.*' '' -- (string split ' ' -- $fields[3])
    else if test -n "$fields[2]"
        string split ' ' -- $fields[2]
    else
        __latbench_values "$fields[4]" "$current" ''
    end
end

complete -c latbench -e
complete -c latbench -f -a '(__latbench_complete)'
