namespace LatBench.Storage.Tests;

/// <summary>The migrations in this build.</summary>
internal static class SchemaScripts
{
    /// <summary>Names and texts of those before one, in order: the schema of an older build.</summary>
    public static IReadOnlyList<(string Name, string Sql)> Before(string dialect, string name)
    {
        var prefix = $"LatBench.Storage.{dialect}.Migrations.";
        var assembly = typeof(Stores).Assembly;
        return
        [
            .. from resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)
               where resource.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(resource[prefix.Length..], name) < 0
               select (resource[prefix.Length..], Read(assembly.GetManifestResourceStream(resource)!)),
        ];
    }

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The number of scripts that a dialect has.</summary>
    public static long Count(string dialect) =>
        typeof(Stores).Assembly.GetManifestResourceNames().LongCount(name => name.StartsWith($"LatBench.Storage.{dialect}.Migrations.", StringComparison.Ordinal));
}
