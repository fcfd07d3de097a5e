using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Completion;

/// <summary><c>latbench completion SHELL</c>.</summary>
internal static class CompletionCommand
{
    public static CliCommand Create(CliHost host)
    {
        var shell = new Argument<string>("SHELL") { Description = $"The shell: {string.Join(", ", CompletionScript.Shells)}." };
        shell.CompletionSources.Add([.. CompletionScript.Shells]);
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [var word] && !CompletionScript.Shells.Contains(word.Value))
                result.AddError($"completion takes {string.Join(", ", CompletionScript.Shells)}, not '{word.Value}'.");
        });
        var command = host.Command(
            "completion",
            "Print the script with which a shell completes commands, options, their values, and files.",
            "source <(latbench completion bash)",
            "latbench completion zsh > ~/.zfunc/_latbench",
            "latbench completion fish > ~/.config/fish/completions/latbench.fish",
            "latbench completion pwsh | Out-String | Invoke-Expression");
        command.Add(shell);
        return command.SetHandler(context =>
        {
            context.Terminal.Lines(CompletionScript.Of(context.Get(shell)!, CompletionTable.Of(context.Root)));
            return Task.FromResult(ExitCode.Done);
        });
    }
}
