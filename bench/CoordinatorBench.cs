using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LatBench.Bench.Installation;
using LatBench.Bench.Load;

namespace LatBench.Bench;

/// <summary>Measures the number of results that a coordinator takes in: simulated agents over real gRPC, a real coordinator process, a real database.</summary>
internal static class CoordinatorBench
{
    private const string Name = "coordinator";
    private const double LeastPart = 0.95;

    private static readonly Option<int> Agents = BenchCommand.Count("--agents", 1000, "Simulated agents, each with a connection of its own.");

    private static readonly Option<int> Seconds = BenchCommand.Count("--seconds", 60, "How long results are delivered.");

    private static readonly Option<int> Rate = BenchCommand.Count("--rate", 1800, "Results a second that the agents together have to deliver; a coordinator that keeps up takes all of them.");

    private static readonly Option<int?> Jobs = new("--preload") { Description = "Jobs in the table before it begins, 10 thousand to 2 million; without it as many as are delivered, and a half." };

    private static readonly Option<string> Store = new("--store") { Description = "postgres (a throw-away server of its own) or sqlite.", DefaultValueFactory = _ => "postgres" };

    public static Command Command()
    {
        Store.AcceptOnlyFromAmong("postgres", "sqlite");
        return BenchCommand.Create(
            Name,
            "How many results a coordinator takes in: simulated agents over real gRPC, leases and completions of 100 samples each.",
            [Agents, Seconds, Rate, Jobs, Store],
            (parsed, token) => RunAsync(Plan(parsed), token));
    }

    private static LoadPlan Plan(ParseResult parsed)
    {
        var (rate, seconds) = (parsed.GetValue(Rate), parsed.GetValue(Seconds));
        return new LoadPlan(parsed.GetValue(Store)!, parsed.GetValue(Agents), seconds, parsed.GetValue(Jobs) ?? rate * (seconds + 5) * 3 / 2, rate);
    }

    private static async Task<object> RunAsync(LoadPlan plan, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("latbench-bench-").FullName;
        try
        {
            await using var database = await LoadDatabase.StartAsync(plan.Store, data, cancellationToken);
            return await RunAsync(plan, data, database, cancellationToken);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<object> RunAsync(LoadPlan plan, string data, LoadDatabase database, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        int jobs;
        await using (var store = database.OpenStore())
            jobs = await Preload.RunAsync(store, plan, TimeProvider.System.GetUtcNow(), cancellationToken);
        await database.AnalyzeAsync(cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"preload:  {jobs} jobs of {plan.Agents} devices in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s"));
        Console.WriteLine($"settings: {plan.Agents} agents for {plan.Seconds} s, {plan.Rate} results a second offered, {LoadPlan.Samples} samples a result, leases of {LoadPlan.Batch}, deliveries of {LoadPlan.Group} side by side; load, coordinator and database on this machine, a commit of Postgres not synchronised to disk");

        var before = await database.PassBytesAsync(cancellationToken);
        await using var coordinator = await Daemon.StartAsync(
            Programs.Coordinator,
            ["--data", data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--lease-seconds", "600"],
            database.ConnectionString is { } connection ? new Dictionary<string, string> { ["LATBENCH_DATABASE"] = connection } : new Dictionary<string, string>(),
            cancellationToken);
        using var addresses = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "coordinator.json"), cancellationToken));
        var ledger = new LoadLedger();
        var elapsed = await LoadAsync(plan, addresses.RootElement.GetProperty("grpc").GetString()!, ledger, cancellationToken);
        var (peak, cpu) = (coordinator.PeakRssMebibytes(), coordinator.CpuTime());
        var bytes = await database.PassBytesAsync(cancellationToken) - before;
        return await FiguresAsync(plan, jobs, database, ledger, elapsed, peak, cpu, bytes, cancellationToken);
    }

    /// <summary>From the first call of the first agent to the last answer of the last.</summary>
    private static async Task<TimeSpan> LoadAsync(LoadPlan plan, string server, LoadLedger ledger, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var start = Stopwatch.GetTimestamp();
        stop.CancelAfter(TimeSpan.FromSeconds(plan.Seconds));
        await Task.WhenAll(Enumerable.Range(0, plan.Agents).Select(agent => Task.Run(() => new LoadAgent(plan, agent, server, ledger).RunAsync(stop.Token))));
        cancellationToken.ThrowIfCancellationRequested();
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<object> FiguresAsync(
        LoadPlan plan, int jobs, LoadDatabase database, LoadLedger ledger, TimeSpan elapsed, double peakMb, TimeSpan cpu, long bytes, CancellationToken cancellationToken)
    {
        foreach (var (error, count) in ledger.Errors.OrderByDescending(error => error.Value).Take(5))
            Console.WriteLine($"error:    {count} x {error}");
        if (ledger.Dry > 0) Console.WriteLine($"dry:      {ledger.Dry} calls found no job: the table was too small for the rate; see --preload");
        var audit = await LoadAudit.RunAsync(database, ledger.Acknowledged, cancellationToken);
        var completions = ledger.Acknowledged.Count;
        var perSecond = completions / elapsed.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cost:     {cpu.TotalMilliseconds / Math.Max(1, completions):F3} ms of CPU of the coordinator a completion; completions took {ledger.CompleteMs(0.5)} ms median, {ledger.CompleteMs(0.99)} ms 99th percentile"));
        foreach (var (second, count, median, longest) in ledger.LeasesBySecond().TakeWhile(second => second.Second < LoadLedger.RampUp.TotalSeconds))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ramp-up:  second {second}: {count} leases, {median} ms median, {longest} ms at the most"));
        if (perSecond < plan.Attainable * LeastPart) Console.WriteLine("pace:     the coordinator did not keep up with the offered rate, or its queues ran dry");
        return new
        {
            bench = Name,
            store = plan.Store,
            agents = plan.Agents,
            preload = jobs,
            offered_per_second = plan.Rate,
            completions_per_second = Math.Round(perSecond, 1),
            lease_p50_ms = ledger.LeaseMs(0.5),
            lease_p99_ms = ledger.LeaseMs(0.99),
            lease_p99_ms_after_ramp_up = ledger.LeaseMs(0.99, LoadLedger.RampUp),
            complete_p50_ms = ledger.CompleteMs(0.5),
            complete_p99_ms = ledger.CompleteMs(0.99),
            coordinator_cpu_ms_per_completion = Math.Round(cpu.TotalMilliseconds / Math.Max(1, completions), 3),
            errors = ledger.Errors.Values.Sum(),
            lost = audit.Lost,
            duplicated = audit.Duplicated,
            peak_rss_mb = Math.Round(peakMb),
            bytes_per_sample = Math.Round(audit.BytesPerSample, 2),
            table_bytes_per_sample = Math.Round(bytes / Math.Max(1.0, completions * LoadPlan.Samples), 2),
        };
    }
}
