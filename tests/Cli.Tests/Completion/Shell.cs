using System.Diagnostics;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.Completion;

/// <summary>Asks a real shell, with the script of the command loaded, what it proposes at the end of a line.</summary>
internal static class Shell
{
    // As the shell itself calls a completion: with the words of the line, and the place of the last one.
    private const string Bash = """
        source "$1"
        complete -p latbench >/dev/null || exit 3
        read -ra COMP_WORDS <<<"${2//=/ = }"
        [[ $2 == *' ' || $2 == *= ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _latbench
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    private const string Fish = "source $argv[1]; complete -C $argv[2]";

    // A line editor in a terminal of its own: a key asks for what there is, which is written to a file, with a full stop after it.
    private const string Zsh = """
        zmodload zsh/zpty
        zpty editor zsh -f -i
        wait_for() { repeat 1000; do zpty -r -t editor line && output+=$line; eval $1 && return; sleep 0.02; done; print -r -- $output >&2; exit 4; }
        zpty -w editor "PS1='' COLUMNS=200 LINES=100; autoload -Uz compinit; compinit -u -D; source ${(q)1}"
        zpty -w editor "compadd() { builtin compadd -O found \"\$@\"; print -rl -- \$found >> ${(q)3}; }; list_all() { _main_complete; print . >> ${(q)3}; }"
        zpty -w editor "zle -C list-all list-choices list_all; bindkey '^X' list-all; print re''ady"
        wait_for '[[ $output == *ready* ]]'
        zpty -w -n editor "$2"$'\C-X'
        wait_for '[[ -s $3 && $(tail -n 1 $3) == . ]]' "$2" "$3"
        zpty -d editor
        grep -v '^\.$' $3
        """;

    /// <summary>Gets the words that a shell proposes for the last word of a line, in order.</summary>
    /// <param name="shell">The name of the shell.</param>
    /// <param name="line">The line; with a blank at its end the last word is empty.</param>
    /// <param name="directory">Where the script is written, and the shell runs.</param>
    public static async Task<IReadOnlyList<string>> ProposeAsync(string shell, string line, TempDirectory directory)
    {
        var script = directory.Write(".script", await ScriptAsync(shell));
        string[] arguments = shell switch
        {
            "bash" => ["--norc", "-c", Bash, "bash", script, line],
            "fish" => ["--no-config", "-c", Fish, script, line],
            _ => ["-f", "-c", Zsh, "zsh", script, line, directory.File(".found")],
        };
        return [.. (await RunAsync(shell, arguments, directory.Path)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('\t')[0].TrimEnd(' ', '/')).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Gets the script of a shell from the command.</summary>
    public static async Task<string> ScriptAsync(string shell)
    {
        var run = await CliRun.InvokeAsync("completion", shell);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Out;
    }

    /// <summary>Runs a shell and returns what it prints.</summary>
    public static async Task<string> RunAsync(string shell, IEnumerable<string> arguments, string directory)
    {
        var start = TestKit.Processes.Program.Redirected(shell, arguments);
        start.WorkingDirectory = directory;
        start.Environment["HOME"] = directory;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{shell} ended with {process.ExitCode}: {await errors}");
        return output;
    }

    /// <summary>Skips a test where a shell is missing.</summary>
    public static void Require(string shell) => Needed.OrSkip(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, shell)))
            ? null
            : $"{shell} is missing: install it (Debian and Ubuntu: 'sudo apt-get install {shell}').");
}
