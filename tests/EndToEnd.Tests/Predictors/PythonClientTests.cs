using System.Globalization;
using LatBench.EndToEnd.Tests.Processes;

namespace LatBench.EndToEnd.Tests.Predictors;

/// <summary>Runs what docs/how-to/python-client.md tells a reader to run, word for word.</summary>
public sealed class PythonClientTests(ImportedTarget target) : IClassFixture<ImportedTarget>
{
    [Fact]
    public async Task Python_program_of_the_document_gets_predictions()
    {
        var python = await DocumentedPython.PrepareAsync("how-to/python-client.md", target.PathOf("."));

        var predicted = await python.RunAsync(target.Grpc, Path.Combine(target.Data, "admin-token"), ImportedTarget.Slug);

        var command = await target.RunAsync("predict", "--target", ImportedTarget.Slug, "--all", "--fastest", "1", "--csv");
        var fastest = command.Expect(0).Output.Trim().Split('\n')[1].Split(',');
        var milliseconds = double.Parse(fastest[1], CultureInfo.InvariantCulture).ToString("F4", CultureInfo.InvariantCulture);
        Assert.Contains("|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|: ", predicted, StringComparison.Ordinal);
        Assert.Contains("version 1)", predicted, StringComparison.Ordinal);
        Assert.Contains($", {milliseconds} ms", predicted, StringComparison.Ordinal);
        Assert.Contains("The fastest of 15284: ", predicted, StringComparison.Ordinal);
    }
}
