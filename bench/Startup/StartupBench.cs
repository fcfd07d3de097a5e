using System.CommandLine;
using System.Diagnostics;
using LatBench.Bench.Installation;

namespace LatBench.Bench.Startup;

/// <summary>Measures how long a user waits for a program to start: the command, the coordinator, the agent, and the first build.</summary>
internal static class StartupBench
{
    private const string Name = "startup";

    private static readonly Option<int> Runs = BenchCommand.Count("--runs", 20, "Runs of the command.");
    private static readonly Option<int> Starts = BenchCommand.Count("--starts", 5, "Starts of coordinator and agent.");
    private static readonly Option<string?> Before = new("--before") { Description = "Another checkout that is built, whose command takes turns with this one's.", HelpName = "DIR" };
    private static readonly Option<bool> FirstBuild = new("--first-build") { Description = "Also build the last commit from an empty package cache." };

    public static Command Command() => BenchCommand.Create(
        Name,
        "How long the command, the coordinator and the agent take to start, and the first build.",
        [Runs, Starts, Before, FirstBuild],
        (parsed, token) => RunAsync(parsed.GetValue(Runs), parsed.GetValue(Starts), parsed.GetValue(Before), parsed.GetValue(FirstBuild), token));

    private static async Task<object> RunAsync(int runs, int starts, string? before, bool firstBuild, CancellationToken cancellationToken)
    {
        var here = Checkout.OfThisBuild();
        Console.WriteLine($"settings: {runs} runs of each program in turn, {starts} starts; `devices list` against a coordinator without devices, through the script; data directory fresh, SQLite");
        using var hello = await HelloWorld.BuildAsync(cancellationToken);
        var coordinator = await CoordinatorAsync(starts, cancellationToken);
        Print("coordinator", coordinator, "from its start to ready, over a directory that it knows");
        var (ready, lease) = await AgentStarts.MeasureAsync(starts, cancellationToken);
        Print("agent", lease, $"from its start to its first lease, enrolled before; it says that it is ready after {ready.Median:F0} ms");

        await using var installation = await LocalInstallation.StartCoordinatorAsync(cancellationToken);
        string[] list = ["devices", "list", "--data", installation.Data];
        List<(string Name, string Program, string[] Arguments)> programs = [("dotnet", "dotnet", [hello.Path]), ("command", here.Script, list)];
        if (before is not null)
            programs.Add(("before", new Checkout(Path.GetFullPath(before)).Script, list));
        var times = programs.ToDictionary(program => program.Name, _ => new List<double>());
        // The first run of each builds what is not built, and fills the caches of the system.
        foreach (var program in programs)
            await ProcessTime.RunAsync(program.Program, program.Arguments, cancellationToken);
        for (var run = 0; run < runs; run++)
        {
            foreach (var program in programs)
                times[program.Name].Add(await ProcessTime.RunAsync(program.Program, program.Arguments, cancellationToken));
        }

        var command = new Times(times["command"]);
        var dotnet = new Times(times["dotnet"]);
        var earlier = before is null ? null : new Times(times["before"]);
        Print("command", command, "`latbench devices list`");
        Print("dotnet", dotnet, "a program that prints one word");
        if (earlier is not null)
            Print("before", earlier, "the command of the other checkout");
        double? build = firstBuild ? await FirstBuildOf(here, cancellationToken) : null;
        return new
        {
            bench = Name,
            devices_list_p50_ms = Math.Round(command.Median, 1),
            devices_list_p90_ms = Math.Round(command.Quantile(0.9), 1),
            devices_list_min_ms = Math.Round(command.Quantile(0), 1),
            dotnet_p50_ms = Math.Round(dotnet.Median, 1),
            dotnet_min_ms = Math.Round(dotnet.Quantile(0), 1),
            ratio = Math.Round(command.Median / dotnet.Median, 2),
            before_p50_ms = Rounded(earlier?.Median),
            before_p90_ms = Rounded(earlier?.Quantile(0.9)),
            before_min_ms = Rounded(earlier?.Quantile(0)),
            coordinator_ready_p50_ms = Math.Round(coordinator.Median, 1),
            agent_ready_p50_ms = Math.Round(ready.Median, 1),
            agent_first_lease_p50_ms = Math.Round(lease.Median, 1),
            first_build_seconds = Rounded(build),
        };
    }

    private static async Task<Times> CoordinatorAsync(int starts, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("latbench-bench-");
        try
        {
            var times = new List<double>();
            for (var start = 0; start <= starts; start++)
            {
                await using var coordinator = await CoordinatorInstallation.StartAsync(data.FullName, cancellationToken);
                // The first one makes the database.
                if (start > 0)
                    times.Add(Stopwatch.GetElapsedTime(coordinator.StartedAt).TotalMilliseconds);
            }

            return new Times(times);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<double> FirstBuildOf(Checkout here, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("latbench-bench-");
        try
        {
            var clone = Path.Combine(folder.FullName, "clone");
            await ProcessTime.RunAsync("git", ["clone", "--quiet", "--no-hardlinks", here.Directory, clone], cancellationToken);
            var milliseconds = await ProcessTime.RunAsync(new Checkout(clone).Script, ["--version"], cancellationToken, new Dictionary<string, string>
            {
                ["NUGET_PACKAGES"] = Path.Combine(folder.FullName, "packages"),
                ["NUGET_HTTP_CACHE_PATH"] = Path.Combine(folder.FullName, "http"),
                // No process of the build goes on in a folder that is gone.
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["UseSharedCompilation"] = "false",
            });
            Console.WriteLine($"build:    {milliseconds / 1000:F1} s from an empty package cache to the first answer");
            return milliseconds / 1000;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 1) : null;

    private static void Print(string name, Times times, string what) =>
        Console.WriteLine(FormattableString.Invariant($"{name + ":",-12} p50 {times.Median:F0} ms, p90 {times.Quantile(0.9):F0} ms, least {times.Quantile(0):F0} ms, {times.Count} times: {what}"));
}
