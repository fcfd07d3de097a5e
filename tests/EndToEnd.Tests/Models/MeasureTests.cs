using System.Text.Json;
using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.EndToEnd.Tests.Models;

/// <summary>The command that measures users' files, with a coordinator and an agent of its own.</summary>
public sealed class MeasureTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => _directory.PathOf("data");

    [Fact]
    public async Task Folder_of_files_has_a_row_or_a_reason_for_each_and_becomes_a_snapshot()
    {
        var folder = Directory.CreateDirectory(_directory.PathOf("my models")).FullName;
        await ExportAsync(Path.Combine(folder, "cell 'ü'.onnx"), "333333");
        File.Copy(Path.Combine(folder, "cell 'ü'.onnx"), Path.Combine(folder, "again.onnx"));
        await File.WriteAllTextAsync(Path.Combine(folder, "page.onnx"), "<!DOCTYPE html><html></html>", Cancel);

        var result = (await CommandResult.RunAsync("measure", folder, "--threads", "1", "--precision", "fp32,int8", "--passes", "2..2", "--min-spread", "0", "--profile", "--json", "--data", Data)).Expect(1);

        using var document = JsonDocument.Parse(result.Output);
        var rows = document.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        var measured = rows.Where(row => row.GetProperty("reason").ValueKind == JsonValueKind.Null).ToArray();
        Assert.Equal(["again.onnx", "again.onnx", "cell 'ü'.onnx", "cell 'ü'.onnx"], measured.Select(row => Path.GetFileName(row.GetProperty("file").GetString())));
        Assert.All(measured, row => Assert.True(row.GetProperty("latency_ms").GetDouble() > 0));
        Assert.Single(measured.Select(row => row.GetProperty("sha256").GetString()).Distinct());
        Assert.Equal(["fp32", "int8"], measured.Take(2).Select(row => row.GetProperty("precision").GetString()));
        Assert.NotEmpty(measured[0].GetProperty("profile").EnumerateArray());
        var refused = Assert.Single(rows.Except(measured));
        Assert.Equal("page.onnx", Path.GetFileName(refused.GetProperty("file").GetString()));
        Assert.Contains("is not an ONNX model but a web page", refused.GetProperty("reason").GetString(), StringComparison.Ordinal);

        await using var installation = await StartAsync();
        var snapshot = (await CommandResult.RunAsync("snapshots", "create", "--data", Data)).Expect(0);
        var path = Path.Combine(Data, "snapshots", "latbench-1.0.0");
        Assert.True(Directory.Exists(path), snapshot.Output);
        (await CommandResult.RunAsync("snapshots", "verify", path)).Expect(0);
        Assert.Equal("again.onnx", await DuckAsync($"SELECT name FROM '{path}/data/models.parquet'"));
        Assert.Equal("2", await DuckAsync($"SELECT count(*) FROM '{path}/data/latency/*/*.parquet' AS l JOIN '{path}/data/models.parquet' AS m USING (arch_str) WHERE l.search_space = 'onnx'"));
        (await CommandResult.RunAsync("snapshots", "create", "--include-model-files", "--data", Data)).Expect(0);
        var withFiles = Directory.GetDirectories(Path.Combine(Data, "snapshots")).Single(directory => directory != path && Directory.Exists(Path.Combine(directory, "models")));
        (await CommandResult.RunAsync("snapshots", "verify", withFiles)).Expect(0);
        using (var session = new InferenceSession(Assert.Single(Directory.GetFiles(Path.Combine(withFiles, "models"), "*.onnx"))))
            Assert.Equal([1, 3, 32, 32], session.InputMetadata.Values.Single().Dimensions);
        Assert.Contains("again.onnx", (await CommandResult.RunAsync("models", "list", "--data", Data)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("float32[1, 3, 32, 32]", (await CommandResult.RunAsync("models", "show", "again.onnx", "--data", Data)).Expect(0).Output, StringComparison.Ordinal);
        (await CommandResult.RunAsync("models", "delete", "again.onnx", "--data", Data)).Expect(0);
        Assert.Contains("There is no model yet", (await CommandResult.RunAsync("models", "list", "--data", Data)).Expect(0).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_shows_latency_and_cost()
    {
        await ExportAsync(_directory.PathOf("net.onnx"), "320412");

        var result = (await CommandResult.RunAsync("measure", _directory.PathOf("net.onnx"), "--passes", "2..3", "--min-spread", "0", "--data", Data)).Expect(0);

        var lines = result.Output.TrimEnd().Split('\n');
        Assert.Matches("^MODEL +LATENCY +ERROR +MEDIAN +P90 +P99 +SESSION +MEMORY +OPERATORS +PARAMETERS +MACS$", lines[0]);
        Assert.Contains("net.onnx", lines[1], StringComparison.Ordinal);
        Assert.Contains(" ms ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_measured_on_two_devices_over_postgres_compared_and_held_against_a_baseline()
    {
        var server = await PostgresServer.SharedAsync();
        await using var installation = new Installation(await server.CreateDatabaseAsync(template: null, Cancel));
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync("first");
        await using var second = await installation.StartAnotherAgentAsync("second");
        var (small, large) = (_directory.PathOf("small.onnx"), _directory.PathOf("large.onnx"));
        await ExportAsync(small, "000100");
        await ExportAsync(large, "333333");
        string[] where = ["--data", installation.Data, "--server", "http://" + installation.Grpc];

        var measured = (await CommandResult.RunAsync(["measure", small, large, "--target", "first", "--target", "second", "--passes", "5..5", "--min-spread", "0", "--json", .. where])).Expect(0);

        using var document = JsonDocument.Parse(measured.Output);
        Assert.Equal(4, document.RootElement.GetProperty("rows").EnumerateArray().Select(row => (row.GetProperty("file").GetString(), row.GetProperty("target").GetString())).Distinct().Count());
        var snapshot = (await CommandResult.RunAsync(["snapshots", "create", "--json", .. where])).Expect(0);
        using var created = JsonDocument.Parse(snapshot.Output);
        var path = created.RootElement.GetProperty("snapshot").GetProperty("path").GetString()!;
        Assert.Equal("4", await DuckAsync($"SELECT count(*) FROM '{path}/data/latency/*/*.parquet' AS l JOIN '{path}/data/models.parquet' AS m USING (arch_str) WHERE m.name IN ('small.onnx', 'large.onnx')"));

        string[] quick = ["--target", "first", "--passes", "5..5", "--min-spread", "0", .. where];
        var compared = (await CommandResult.RunAsync(["compare", "--measure", small, large, "--json", .. quick])).Expect(0);
        using var comparison = JsonDocument.Parse(compared.Output);
        var row = Assert.Single(comparison.RootElement.GetProperty("comparisons").EnumerateArray());
        Assert.Equal(("small.onnx", "large.onnx"), (row.GetProperty("a").GetProperty("model").GetString(), row.GetProperty("b").GetProperty("model").GetString()));
        Assert.True(row.GetProperty("paired").GetBoolean());
        Assert.True(row.GetProperty("ratio").GetProperty("value").GetDouble() > 2);

        // The file of a build has other bytes under the same name.
        var baseline = _directory.PathOf("baseline.json");
        (await CommandResult.RunAsync(["gate", small, "--baseline", baseline, "--write-baseline", .. quick])).Expect(0);
        File.Copy(large, small, overwrite: true);
        var gate = await CommandResult.RunAsync(["gate", small, "--baseline", baseline, "--report", _directory.PathOf("gate.md"), "--junit", _directory.PathOf("gate.xml"), .. quick]);
        Assert.Contains("small.onnx", gate.Output, StringComparison.Ordinal);
        Assert.Contains("small.onnx", await File.ReadAllTextAsync(_directory.PathOf("gate.xml"), Cancel), StringComparison.Ordinal);
        // On a machine that other processes use it may be that it cannot tell.
        Assert.True(gate.ExitCode == 1 || gate.Output.Contains("cannot tell", StringComparison.Ordinal), gate.Output);
    }

    [Fact]
    public async Task Predict_of_a_file_says_that_no_predictor_knows_it()
    {
        var result = (await CommandResult.RunAsync("predict", "net.onnx", "--target", "lab", "--data", Data)).Expect(2);

        Assert.StartsWith("No predictor knows uploaded models yet, so the latency of 'net.onnx' is not predicted: measure it with `latbench measure", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file or folder 'nothing.onnx': name ONNX files, or a folder that has some.", "nothing.onnx")]
    [InlineData("--dim: 'batch' is no dimension: write its name and a number from 1 on, such as batch=1.", "net.onnx", "--dim", "batch")]
    [InlineData("--input-shape: 'x=1xtwo' is no shape: write the input's name and its dimensions, such as images=1x3x224x224.", "net.onnx", "--input-shape", "x=1xtwo")]
    [InlineData("--input-range: 'x=5..1' ", "net.onnx", "--input-range", "x=5..1")]
    [InlineData("--precision takes fp32, fp16, int8, several separated by commas, not 'fp8'.", "net.onnx", "--precision", "fp8")]
    public async Task Wrong_usage_is_one_sentence(string sentence, params string[] arguments)
    {
        var result = (await CommandResult.RunAsync(["measure", .. arguments, "--data", Data])).Expect(2);

        Assert.StartsWith(sentence.EndsWith(' ') ? sentence[..^8] : sentence, result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Folder_without_onnx_files_is_told()
    {
        var empty = Directory.CreateDirectory(_directory.PathOf("empty")).FullName;

        var result = (await CommandResult.RunAsync("measure", empty, "--data", Data)).Expect(2);

        Assert.Equal($"The folder '{empty}' has no file whose name ends with .onnx: name another folder, or the files themselves.", result.Errors.TrimEnd());
    }

    public void Dispose() => _directory.Dispose();

    private static async Task ExportAsync(string path, string architecture) =>
        (await CommandResult.RunAsync("export", "onnx", "--arch", architecture, "--out", path)).Expect(0);

    private static async Task<string> DuckAsync(string query)
    {
        await using var connection = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        return Convert.ToString(await command.ExecuteScalarAsync(Cancel), System.Globalization.CultureInfo.InvariantCulture)!;
    }

    private async Task<Daemon> StartAsync() =>
        await Daemon.StartAsync(Program.Coordinator, "coordinator ready", ["--data", Data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"]);
}
