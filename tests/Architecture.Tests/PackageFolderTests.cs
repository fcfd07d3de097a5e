using LatBench.TestKit;
using LatBench.TestKit.Processes;

namespace LatBench.Architecture.Tests;

/// <summary>NuGet's folder of packages may be named without a slash at its end, in <c>NUGET_PACKAGES</c>: files of packages that projects name are found all the same.</summary>
public sealed class PackageFolderTests
{
    [Theory]
    [InlineData("Plotting", "Reference", "/packages/avalonia.fonts.inter/")]
    [InlineData("DeviceAgent", "None", "/packages/microsoft.ml.onnxruntime.managed/")]
    [InlineData("Dashboard", "EmbeddedResource", "/packages/vizor.echarts/")]
    public async Task Files_of_packages_are_found_in_a_folder_without_a_slash(string project, string item, string path)
    {
        var evaluated = await CommandResult.RunAsync(LatBench.TestKit.Processes.Program.Redirected(
            "env", ["NuGetPackageRoot=/packages", "dotnet", "msbuild", RepositoryRoot.PathOf("src", project, $"{project}.csproj"), $"-getItem:{item}"]));

        Assert.Contains(path, evaluated.Expect(0).Output, StringComparison.Ordinal);
    }
}
