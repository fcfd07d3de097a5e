namespace LatBench.Dashboard.Access;

/// <summary>Addresses that lead to a page of this coordinator and nowhere else.</summary>
internal static class LocalPath
{
    /// <summary>Gets the path where it is one of this coordinator, and the start page otherwise.</summary>
    /// <param name="path">A path and query that a request named.</param>
    public static string OrHome(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && path.All(c => c is > ' ' and < '\x7f') ? path : "/";
}
