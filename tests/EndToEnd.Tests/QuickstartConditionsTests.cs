using System.Net;
using System.Net.Sockets;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests;

/// <summary>Quickstart where other things are in its way: taken ports, a broken file, one CPU, another quickstart.</summary>
public sealed class QuickstartConditionsTests : IDisposable
{
    private static readonly string[] Small = ["quickstart", "--models", "2", "--min-spread", "2", "--data"];

    private readonly TempDirectory _directory = new();

    private string Data => _directory.PathOf("data");

    [Fact]
    public async Task Taken_ports_a_broken_address_file_and_one_cpu_do_not_stop_it()
    {
        using var http = TakePort(7080);
        using var grpc = TakePort(7081);
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "coordinator.json"), "\0{\"http\": garbage", TestContext.Current.CancellationToken);

        var result = (await CommandResult.RunAsync(Program.StartOnCpu(0, Program.Start(Program.Cli, [.. Small, Data])))).Expect(0);

        Assert.Contains("/cpu/t1", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_at_once_on_one_directory_end_well_or_say_why_not()
    {
        var results = await Task.WhenAll(CommandResult.RunAsync([.. Small, Data]), CommandResult.RunAsync([.. Small, Data]));

        Assert.Contains(results, result => result.ExitCode == 0);
        foreach (var result in results.Where(result => result.ExitCode != 0))
            Assert.Matches("Another coordinator uses the data directory|ended with exit code", result.Expect(1).Errors);
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>Takes a port; null where another process has it, which does as well.</summary>
    private static TcpListener? TakePort(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
