namespace LatBench.TestKit;

/// <summary>The request of a developer to write approved files anew: <c>LATBENCH_APPROVE=1</c>. It is refused under CI, where no test may change what it is held to.</summary>
public static class Approval
{
    /// <summary>Gets a value indicating whether approved files are to be written.</summary>
    /// <exception cref="InvalidOperationException">It is asked for under CI.</exception>
    public static bool IsRequested => Read(Environment.GetEnvironmentVariable);

    /// <summary>The same from given variables.</summary>
    /// <exception cref="InvalidOperationException">It is asked for under CI.</exception>
    public static bool Read(Func<string, string?> variable)
    {
        if (variable("LATBENCH_APPROVE") != "1")
            return false;
        return string.IsNullOrEmpty(variable("CI"))
            ? true
            : throw new InvalidOperationException("LATBENCH_APPROVE=1 is set under CI: approve on a developer's machine, and commit the files.");
    }
}
