namespace LatBench.Storage.Tests;

/// <summary>The migration scripts of a dialect.</summary>
internal static class Scripts
{
    /// <summary>How many there are, <c>Sqlite</c> or <c>Postgres</c>.</summary>
    public static long Count(string dialect) =>
        typeof(Stores).Assembly.GetManifestResourceNames().LongCount(name => name.StartsWith($"LatBench.Storage.{dialect}.Migrations.", StringComparison.Ordinal));
}
