using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Targets;

/// <summary>The targets of a browser, made of what is installed and of what it offers.</summary>
public sealed class TargetCatalogTests(ModulePage page) : IClassFixture<ModulePage>
{
    private const string Make =
        """
        const runtimes = [
          { version: '1.30.0', files: ['ort.wasm.min.mjs', 'ort.webgpu.min.mjs', 'ort.all.min.mjs'].map(name => ({ name })) },
          { version: '1.29.9', files: [{ name: 'ort.wasm.min.mjs' }] },
        ];
        """;

    [Fact]
    public async Task Every_installed_version_gives_the_targets_whose_build_it_has()
    {
        var found = await page.Tab.WithModuleAsync<string[]>(
            "device/target-catalog.js",
            $$"""({ TargetCatalog, nameOf }) => { {{Make}} return new TargetCatalog(runtimes, { threads: 3, gpuAdapter: 'a', webnn: ['webnn-npu'] }).targets.map(nameOf); }""");

        Assert.Equal(
            ["ort-web 1.30.0 wasm t1", "ort-web 1.30.0 wasm t2", "ort-web 1.30.0 webgpu t1", "ort-web 1.30.0 webgpu t1 resident", "ort-web 1.30.0 webnn-npu t1", "ort-web 1.29.9 wasm t1", "ort-web 1.29.9 wasm t2"],
            found);
    }

    [Theory]
    [InlineData("{ runtime: 'ort-web', runtimeVersion: '1.29.9', executionProvider: 'wasm', threads: 1 }", null)]
    [InlineData("{ runtime: 'ort-web', runtimeVersion: '1.28.0', executionProvider: 'wasm', threads: 1 }", "The target asks for ort-web 1.28.0 wasm t1; this browser has ort-web 1.30.0 wasm t1, ort-web 1.29.9 wasm t1.")]
    [InlineData("{ runtime: 'ort-web', runtimeVersion: '1.30.0', executionProvider: 'wasm', threads: 2 }", "The target asks for ort-web 1.30.0 wasm t2; this browser has ort-web 1.30.0 wasm t1, ort-web 1.29.9 wasm t1.")]
    [InlineData("{ runtime: 'ort-web', runtimeVersion: '1.30.0', executionProvider: 'webgpu', threads: 1 }", "The target asks for ort-web 1.30.0 webgpu t1; this browser has ort-web 1.30.0 wasm t1, ort-web 1.29.9 wasm t1.")]
    public async Task Target_that_the_browser_has_no_more_is_refused_in_a_sentence(string target, string? expected)
    {
        var found = await page.Tab.WithModuleAsync<string?>(
            "device/target-catalog.js",
            $$"""({ TargetCatalog }) => { {{Make}} return new TargetCatalog(runtimes, { threads: 1, gpuAdapter: null, webnn: [] }).whyUnsupported({{target}}); }""");

        Assert.Equal(expected, found);
    }
}
