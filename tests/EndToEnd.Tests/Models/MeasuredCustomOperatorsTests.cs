using System.Text.Json;
using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Models;

/// <summary>The command that measures users' files, where these need a library of custom operators.</summary>
public sealed class MeasuredCustomOperatorsTests : IDisposable
{
    private static readonly string[] Quick = ["--passes", "2..2", "--min-spread", "0", "--json"];

    private readonly TempDirectory _directory = new();

    private string Data => _directory.PathOf("data");

    [Fact]
    public async Task Agent_that_the_command_starts_gets_the_library()
    {
        var folder = Directory.CreateDirectory(_directory.PathOf("models")).FullName;
        await CustomOperatorFiles.WriteAddOneAsync(Path.Combine(folder, "detector.onnx"));
        (await CommandResult.RunAsync("export", "onnx", "--arch", "000100", "--out", Path.Combine(folder, "plain.onnx"))).Expect(0);
        var library = await CustomOperatorFiles.CompileAsync(_directory.PathOf("libtest_operators.so"));
        string[] measure = ["measure", folder, .. Quick, "--data", Data];

        var without = Rows(await CommandResult.RunAsync(measure), exitCode: 1);
        Assert.Matches("^The model needs the custom operator 'acme.math.AddOne', which ONNX Runtime and devices/\\S+ lack: name a library of it with --custom-operators, or export the model with operators of ONNX only\\.$", without["detector.onnx"]);
        Assert.Null(without["plain.onnx"]);

        var with = Rows(await CommandResult.RunAsync([.. measure, "--custom-operators", library]), exitCode: 0);
        Assert.Equal(["detector.onnx", "plain.onnx"], with.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task File_that_is_no_library_is_told()
    {
        var model = await CustomOperatorFiles.WriteAddOneAsync(_directory.PathOf("detector.onnx"));

        var missing = (await CommandResult.RunAsync(["measure", model, .. Quick, "--data", Data, "--custom-operators", "nothing.so"])).Expect(2);
        Assert.Contains("--custom-operators names 'nothing.so', which is no file: name one that is there", missing.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));

        var text = (await CommandResult.RunAsync(["measure", model, .. Quick, "--data", Data, "--custom-operators", model])).Expect(1);
        Assert.Contains("agent: The library of custom operators cannot be loaded: ", text.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("category", "slow")]
    public async Task Two_files_are_compared()
    {
        var library = await CustomOperatorFiles.CompileAsync(_directory.PathOf("libtest_operators.so"));
        var (small, large) = (await CustomOperatorFiles.WriteAddOneAsync(_directory.PathOf("small.onnx"), rows: 8), await CustomOperatorFiles.WriteAddOneAsync(_directory.PathOf("large.onnx"), rows: 512));

        var result = (await CommandResult.RunAsync("compare", "--measure", small, large, "--custom-operators", library, "--passes", "5..5", "--min-spread", "0", "--json", "--data", Data)).Expect(0);

        using var document = JsonDocument.Parse(result.Output);
        Assert.True(Assert.Single(document.RootElement.GetProperty("comparisons").EnumerateArray()).GetProperty("ratio").GetProperty("value").GetDouble() > 2);
    }

    [Fact]
    [Trait("category", "slow")]
    public async Task Agent_that_runs_without_the_library_is_named()
    {
        var model = await CustomOperatorFiles.WriteAddOneAsync(_directory.PathOf("detector.onnx"));
        var library = await CustomOperatorFiles.CompileAsync(_directory.PathOf("libtest_operators.so"));
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync();

        var result = await CommandResult.RunAsync(["measure", model, .. Quick, "--data", installation.Data, "--custom-operators", library]);

        Assert.Contains("Using the agent that runs for devices/bench; --custom-operators changes nothing for it.", result.Errors, StringComparison.Ordinal);
        Assert.Equal(
            "The model needs the custom operator 'acme.math.AddOne', which ONNX Runtime and devices/bench lack: its agent ran before this command, so end it (latbench down) and name a library with --custom-operators, or start it with one (latbench agent run --custom-operators LIBRARY).",
            Rows(result, exitCode: 1)["detector.onnx"]);
    }

    [Fact]
    [Trait("category", "slow")]
    public async Task Published_library_computes_what_the_test_data_expect()
    {
        string[] texts = [.. Enumerable.Range(0, 64).Select(number => new string('t', number))];
        var graph = new GraphBuilder("texts");
        var upper = graph.Node("StringUpper", "upper", [graph.Input("texts", ElementType.String, texts.Length)]);
        graph.Output(graph.Node("StringLength", "lengths", [upper]), ElementType.Int64, texts.Length);
        var model = await CustomOperatorFiles.WriteAsync(_directory.PathOf("texts.onnx"), graph, "ai.onnx.contrib");
        var data = Directory.CreateDirectory(_directory.PathOf("test_data_set_0")).FullName;
        await WriteAsync("input_0.pb", new TensorProto { DataType = (int)ElementType.String, StringData = { texts.Select(ByteString.CopyFromUtf8) } });
        await WriteAsync("output_0.pb", new TensorProto { DataType = (int)ElementType.Int64, Int64Data = { texts.Select(text => (long)text.Length) } });
        string[] measure = ["measure", model, "--custom-operators", CustomOperatorFiles.Extensions, "--test-data", data, "--check", "--profile", .. Quick, "--data", Data];

        Assert.Null(Rows(await CommandResult.RunAsync(measure), exitCode: 0)["texts.onnx"]);

        await WriteAsync("output_0.pb", new TensorProto { DataType = (int)ElementType.Int64, Int64Data = { texts.Select(text => text.Length == 9 ? 12L : text.Length) } });
        Assert.Equal(
            "The output 'lengths' differs from the expected one by 3 at element 9, more than the tolerance 0.001 allows: check the model, or give a larger --check-tolerance.",
            Rows(await CommandResult.RunAsync(measure), exitCode: 1)["texts.onnx"]);

        Task WriteAsync(string name, TensorProto tensor)
        {
            tensor.Dims.Add(texts.Length);
            return File.WriteAllBytesAsync(Path.Combine(data, name), tensor.ToByteArray(), TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>The files, each with the reason why it has no latency; null where it has one.</summary>
    private static Dictionary<string, string?> Rows(CommandResult result, int exitCode)
    {
        using var document = JsonDocument.Parse(result.Expect(exitCode).Output);
        return document.RootElement.GetProperty("rows").EnumerateArray().ToDictionary(
            row => Path.GetFileName(row.GetProperty("file").GetString()!),
            row =>
            {
                Assert.Equal(row.GetProperty("reason").ValueKind == JsonValueKind.Null, row.GetProperty("latency_ms").ValueKind == JsonValueKind.Number);
                return row.GetProperty("reason").GetString();
            });
    }
}
