using DbUp.Builder;
using DbUp.Engine;

namespace LatBench.Storage.Sql;

/// <summary>Applies the numbered scripts of a dialect that a database does not have yet.</summary>
internal static class SchemaMigration
{
    /// <summary>Determines whether the database has every script of this build.</summary>
    /// <param name="builder">The database.</param>
    /// <param name="folder">Folder of the scripts in this project, <c>Sqlite</c> or <c>Postgres</c>.</param>
    /// <param name="database">The database in messages.</param>
    /// <exception cref="StorageException">The database has a script that this build does not know.</exception>
    public static bool IsUpToDate(UpgradeEngineBuilder builder, string folder, string database) => !Open(builder, folder, database).IsUpgradeRequired();

    /// <summary>Brings the schema up to date.</summary>
    /// <param name="builder">The database, with its transaction mode.</param>
    /// <param name="folder">Folder of the scripts in this project, <c>Sqlite</c> or <c>Postgres</c>.</param>
    /// <param name="database">The database in messages.</param>
    /// <exception cref="StorageException">The database has a script that this build does not know.</exception>
    public static void Run(UpgradeEngineBuilder builder, string folder, string database)
    {
        var result = Open(builder, folder, database).PerformUpgrade();
        if (!result.Successful)
            throw result.Error;
    }

    private static UpgradeEngine Open(UpgradeEngineBuilder builder, string folder, string database)
    {
        var engine = builder
            .WithScripts(ReadScripts(folder))
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build();
        return engine.GetExecutedButNotDiscoveredScripts().FirstOrDefault() is { } unknown
            ? throw new StorageException($"The schema of {database} is newer than this build of LatBench (it has '{unknown}'): use the newer build, or another database.", isTransient: false)
            : engine;
    }

    private static IEnumerable<SqlScript> ReadScripts(string folder)
    {
        var assembly = typeof(SchemaMigration).Assembly;
        var prefix = $"LatBench.Storage.{folder}.Migrations.";
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            yield return SqlScript.FromStream(name[prefix.Length..], assembly.GetManifestResourceStream(name));
    }
}
