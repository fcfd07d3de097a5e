using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Packages;

/// <summary>The agent for arm64, run under an emulator.</summary>
[Trait("category", "slow")]
public sealed class Arm64SmokeTests
{
    private const int Unsupported = 77;

    [Fact]
    public async Task Three_networks_are_valid_and_stay_out_of_snapshots()
    {
        var result = await CommandResult.RunAsync(Program.Redirected(RepositoryRoot.PathOf("eng", "arm64-smoke.sh"), ["--minutes", "5"]));
        Needed.OrSkip(result.ExitCode == Unsupported ? result.Errors.Trim() : null);

        result.Expect(0);
        Assert.Contains("arm64 smoke test passed: 3 of 3 networks valid; emulator qemu-aarch64", result.Output, StringComparison.Ordinal);
    }
}
