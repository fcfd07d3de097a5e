using System.Globalization;
using LatBench.EndToEnd.Tests.Network;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Predictors;

/// <summary>A coordinator whose store has one imported target with a predictor that serves it.</summary>
public sealed class ImportedTarget : IAsyncLifetime
{
    public const string Slug = "imported/made-up";

    /// <summary>Milliseconds of the operations, in the order of the digits of a code.</summary>
    private static readonly double[] Costs = [0, 0.01, 0.12, 0.45, 0.2];

    private readonly TempDirectory _directory = new();
    private readonly CountingServer _proxy = new();
    private readonly Installation _installation;

    /// <summary>Whatever its coordinator sends to other machines goes to a proxy that counts.</summary>
    public ImportedTarget() => _installation = new Installation(null, [.. new[] { "https_proxy", "HTTPS_PROXY", "ALL_PROXY" }.Select(name => (name, (string?)_proxy.Address)), ("NO_PROXY", null), ("no_proxy", null)]);

    public string Data => _installation.Data;

    /// <summary>The processes, for what the command cannot do.</summary>
    internal Installation Installation => _installation;

    /// <summary>Gets the host and port at which the coordinator answers gRPC calls.</summary>
    public string Grpc => _installation.Grpc;

    /// <summary>The connections of the coordinator to other machines.</summary>
    public Task<int> ConnectionsElsewhereAsync() => _proxy.ConnectionsAsync();

    public string PathOf(string name) => _directory.PathOf(name);

    /// <summary>Runs a command against the coordinator.</summary>
    internal Task<CommandResult> RunAsync(params string[] arguments) => CommandResult.RunAsync([.. arguments, "--data", Data]);

    public async ValueTask InitializeAsync()
    {
        await _installation.StartCoordinatorAsync();
        await File.WriteAllLinesAsync(PathOf("table.csv"), Table(), TestContext.Current.CancellationToken);
        (await RunAsync("measurements", "import", PathOf("table.csv"), "--target", Slug, "--column", "ms", "--source", "made up")).Expect(0);
        (await RunAsync("predictors", "train", "--target", Slug)).Expect(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _installation.DisposeAsync();
        await _proxy.DisposeAsync();
        _directory.Dispose();
    }

    // Every 61st code: some have no path from input to output and are left out.
    private static IEnumerable<string> Table() =>
        Enumerable.Range(0, 256).Select(i => Code(i * 61)).Select(code => string.Create(CultureInfo.InvariantCulture, $"{code},{Milliseconds(code):F6}")).Prepend("code,ms");

    private static string Code(int index)
    {
        var digits = new char[6];
        for (var i = 5; i >= 0; i--, index /= 5)
            digits[i] = (char)('0' + (index % 5));
        return new string(digits);
    }

    private static double Milliseconds(string code) => 0.3 + code.Select((digit, edge) => Costs[digit - '0'] * (1 + (0.05 * edge))).Sum();
}
