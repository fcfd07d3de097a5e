using Xunit;

namespace LatBench.TestKit;

/// <summary>
/// The requirements of a test on its machine. Where <c>CI</c> or <c>LATBENCH_REQUIRE_ALL</c> is set (<c>./test.sh</c> sets it), nothing may be missing;
/// elsewhere a test that lacks something is skipped.
/// </summary>
public static class Needed
{
    private static bool IsRequired => new[] { "CI", "LATBENCH_REQUIRE_ALL" }.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    /// <summary>Ends the test that calls it where something is missing.</summary>
    /// <param name="missing">The missing requirement and the way to get it; null where nothing is missing.</param>
    public static void OrSkip(string? missing)
    {
        if (missing is null) return;
        if (IsRequired) Assert.Fail(missing);
        Assert.Skip(missing);
    }
}
