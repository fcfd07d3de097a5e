using System.Diagnostics;
using System.Text.Json;

namespace LatBench.DeviceAgent.Tests.Providers;

/// <summary>The build flavours, as the build itself evaluates them; nothing is restored.</summary>
public sealed class BuildFlavorTests
{
    [Theory]
    [InlineData("Cpu", "Microsoft.ML.OnnxRuntime")]
    [InlineData("Gpu", "Microsoft.ML.OnnxRuntime.Gpu")]
    public async Task Flavor_picks_one_package_whose_version_is_pinned(string flavor, string expected)
    {
        using var answer = JsonDocument.Parse(await EvaluateAsync("-getItem:PackageReference,PackageVersion", $"-p:OnnxRuntimeFlavor={flavor}"));
        var items = answer.RootElement.GetProperty("Items");
        Assert.Equal([expected], Names(items.GetProperty("PackageReference")).Where(name => name.Contains("OnnxRuntime", StringComparison.Ordinal)));
        Assert.Contains(expected, Names(items.GetProperty("PackageVersion")));
    }

    [Fact]
    public async Task Flavor_that_is_not_known_is_refused() => Assert.Contains(
        "OnnxRuntimeFlavor is 'Tpu'; give Cpu or Gpu.",
        await EvaluateAsync("-t:CheckOnnxRuntimeFlavor", "-p:OnnxRuntimeFlavor=Tpu"),
        StringComparison.Ordinal);

    private static IEnumerable<string> Names(JsonElement items) => items.EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!);

    private static async Task<string> EvaluateAsync(params string[] arguments)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "LatBench.sln"))) root = root.Parent!;
        var project = Path.Combine(root.FullName, "src", "DeviceAgent", "DeviceAgent.csproj");
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", "-nodeReuse:false", .. arguments]) { RedirectStandardOutput = true })!;
        var output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
