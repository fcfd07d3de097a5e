using Grpc.Core;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Hosting.Files;
using LatBench.Settings;

namespace LatBench.Cli.CommandLine;

/// <summary>A failed command in one sentence for its user.</summary>
internal sealed record Failure(string Message, int ExitCode)
{
    public static Failure Explain(Exception exception, CommandContext context) => exception switch
    {
        _ when context.CancellationToken.IsCancellationRequested => new("Interrupted.", CommandLine.ExitCode.Failed),
        SettingsException settings => new(settings.Message, CommandLine.ExitCode.WrongUsage),
        CliException cli => new(cli.Message, cli.ExitCode),
        RpcException { StatusCode: StatusCode.InvalidArgument } refused => new(CallError.Explain(refused, context.LastServer), CommandLine.ExitCode.WrongUsage),
        RpcException rpc => new(CallError.Explain(rpc, context.LastServer), CommandLine.ExitCode.Failed),
        UnauthorizedAccessException or IOException => new(Printable.OneLine(FileError.Of(exception).Sentence()), CommandLine.ExitCode.Failed),
        _ => new(
            $"LatBench failed where it should not have ({exception.GetType().Name}: {Printable.OneLine(exception.Message)}): please report it with the command line.",
            CommandLine.ExitCode.Failed),
    };
}

/// <summary>The command cannot go on; the message is the sentence that its user reads.</summary>
internal sealed class CliException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>The exit codes of the command.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
}
