using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Models;

/// <summary>A model with a custom operator, a device whose agent has the library of it, and one whose agent has not.</summary>
public sealed class CustomOperatorsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_is_measured_where_the_agent_has_the_library_and_refused_elsewhere()
    {
        var model = await CustomOperatorFiles.WriteAddOneAsync(_directory.PathOf("detector.onnx"));
        var library = await CustomOperatorFiles.CompileAsync(_directory.PathOf("libtest_operators.so"));
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        await installation.StartAgentAsync("equipped", null, "--custom-operators", library);
        await using var plain = await installation.StartAnotherAgentAsync("plain");
        string[] where = ["--data", installation.Data, "--server", "http://" + installation.Grpc];
        Assert.Contains("acme.math.AddOne", (await CommandResult.RunAsync(["devices", "show", "equipped", .. where])).Expect(0).Output, StringComparison.Ordinal);

        var refused = (await CommandResult.RunAsync(["models", "upload", model, .. where])).Expect(1);
        Assert.Contains("The model needs the custom operator 'acme.math.AddOne', which ONNX Runtime 1.31.1 lacks: export it with operators of ONNX only, or upload it with --custom-operators", refused.Errors, StringComparison.Ordinal);

        string[] measure = ["measure", model, "--passes", "2..2", "--min-spread", "0", .. where];
        var lacking = (await CommandResult.RunAsync([.. measure, "--device", "plain"])).Expect(1);
        Assert.Contains("detector.onnx: The model needs the custom operator 'acme.math.AddOne', which ONNX Runtime and devices/plain lack: start the agent of this device with a library of it", lacking.Output, StringComparison.Ordinal);
        var elsewhereGiven = (await CommandResult.RunAsync([.. measure, "--device", "equipped", "--custom-operators", library])).Expect(2);
        Assert.StartsWith("--custom-operators is for the agent that this command starts, and the coordinator that --server names has its own", elsewhereGiven.Errors, StringComparison.Ordinal);
        Assert.Empty((await new ModelService.ModelServiceClient(installation.Channel).ListModelsAsync(new ListModelsRequest(), cancellationToken: Cancel)).Models);

        var uploaded = (await CommandResult.RunAsync(["models", "upload", model, "--custom-operators", .. where])).Expect(0);
        Assert.Contains("detector.onnx needs a library of acme.math.AddOne", uploaded.Errors, StringComparison.Ordinal);

        string[] submit = ["campaigns", "submit", "--space", "onnx", "--arch", "detector.onnx", "--passes", "2..2", "--min-spread", "0", "--watch", .. where];
        var elsewhere = (await CommandResult.RunAsync([.. submit, "--target", "plain"])).Expect(2);
        Assert.Contains("The device plain lacks the custom operator 'acme.math.AddOne', which detector.onnx needs: start its agent with a library of it", elsewhere.Errors, StringComparison.Ordinal);

        (await CommandResult.RunAsync([.. submit, "--target", "equipped"])).Expect(0);
        var measurement = Assert.Single((await installation.Measurements.ListMeasurementsAsync(new ListMeasurementsRequest(), cancellationToken: Cancel)).Measurements);
        Assert.Equal(Contracts.V1.Verdict.Valid, measurement.Verdict);
        Assert.StartsWith("equipped/", measurement.Target, StringComparison.Ordinal);

        // Where the gate cannot measure a file of the baseline again, it says so and judges by what the baseline has stored.
        string[] gate = ["gate", model, "--baseline", _directory.PathOf("baseline.json"), "--passes", "5..5", "--min-spread", "0", .. where];
        (await CommandResult.RunAsync([.. gate, "--target", "equipped", "--write-baseline"])).Expect(0);
        (await CommandResult.RunAsync("export", "onnx", "--arch", "000100", "--out", model)).Expect(0);
        var judged = await CommandResult.RunAsync([.. gate, "--target", "plain"]);
        Assert.Contains("Not measured again: detector.onnx: The model needs the custom operator 'acme.math.AddOne', which ONNX Runtime and devices/plain lack:", judged.Errors, StringComparison.Ordinal);
        Assert.Contains("detector.onnx", judged.Output, StringComparison.Ordinal);

        // A file that the coordinator does not have is taken without a word more, as the device has the operator.
        var other = await CustomOperatorFiles.WriteAddOneAsync(_directory.PathOf("other.onnx"), rows: 8);
        Assert.Contains("other.onnx", (await CommandResult.RunAsync(["measure", other, .. measure[2..], "--target", "equipped"])).Expect(0).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
