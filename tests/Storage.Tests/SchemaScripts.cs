namespace LatBench.Storage.Tests;

/// <summary>The migrations in this build.</summary>
internal static class SchemaScripts
{
    /// <summary>How many a dialect has.</summary>
    public static long Count(string dialect) =>
        typeof(Stores).Assembly.GetManifestResourceNames().LongCount(name => name.StartsWith($"LatBench.Storage.{dialect}.Migrations.", StringComparison.Ordinal));
}
