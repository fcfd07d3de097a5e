using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LatBench.Docs.Tests.Commands;

/// <summary>
/// A directory that looks like a fresh clone to the commands of a document: the built command as <c>./latbench</c>, and the data of the repository.
/// Coordinators get free ports, and the addresses of a document are replaced by theirs, so that nothing else on the machine is in the way.
/// </summary>
internal sealed class ScratchClone : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly List<(CodeBlock Block, Daemon Process)> _running = [];
    private readonly string _http = FreePort();
    private readonly string _grpc = FreePort();

    public ScratchClone()
    {
        var command = $"dotnet '{Path.Combine(Programs.Folder(Programs.Cli), "LatBench.Cli.dll")}'";
        File.WriteAllText(
            _directory.PathOf("latbench"),
            $"""
            #!/bin/sh
            if [ "$1" = up ]; then shift; exec {command} up --http 127.0.0.1:{_http} --grpc 127.0.0.1:{_grpc} "$@"; fi
            exec {command} "$@"
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_directory.PathOf("latbench"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var name in new[] { "datasets", "proto", "docs" })
            File.CreateSymbolicLink(_directory.PathOf(name), RepositoryRoot.PathOf(name));
    }

    /// <summary>Runs a block to its end, or until it is ready.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(CodeBlock block)
    {
        var start = Start(block);
        if (block.ReadyText is { } ready)
        {
            var daemon = await Daemon.StartAsync(block.ToString(), start, ready);
            _running.Add((block, daemon));
            return daemon.Printed;
        }

        var result = await CommandResult.RunAsync(start);
        Assert.True(result.ExitCode == 0, $"{block} ended with {result.ExitCode}:\n{block.Code}\n--- output\n{result.Output}\n--- errors\n{result.Errors}");
        return result.Output + result.Errors;
    }

    /// <summary>Fails where something that the document started goes on after its end.</summary>
    public async Task HasStoppedEverythingAsync()
    {
        foreach (var (block, process) in _running)
        {
            var code = await process.ExitAsync();
            Assert.True(code == 0, $"{block} ended with {code}:\n{process.Printed}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process) in _running)
            await process.DisposeAsync();
        _directory.Dispose();
    }

    private System.Diagnostics.ProcessStartInfo Start(CodeBlock block)
    {
        var code = block.Code.Replace("127.0.0.1:7080", $"127.0.0.1:{_http}", StringComparison.Ordinal).Replace("127.0.0.1:7081", $"127.0.0.1:{_grpc}", StringComparison.Ordinal);
        // The shell of what runs on gives its place to the command, which then gets the signals.
        var start = block switch
        {
            { Language: "python" } => Programs.Redirected("python3", ["-c", code]),
            { ReadyText: not null } => Programs.Redirected("bash", ["-c", code]),
            _ => Programs.Redirected("bash", ["-e", "-o", "pipefail", "-c", code]),
        };
        start.WorkingDirectory = _directory.Directory;
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("LATBENCH_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        return start;
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
