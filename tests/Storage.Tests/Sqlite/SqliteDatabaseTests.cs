using LatBench.Measurements;
using LatBench.Models;
using LatBench.Storage.Labels;
using LatBench.Storage.Tests.Sql;
using LatBench.TestKit;
using Microsoft.Data.Sqlite;

namespace LatBench.Storage.Tests.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string DatabasePath => _directory.PathOf("data/latbench.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task MigrateAsync_again_changes_nothing_and_prints_nothing()
    {
        var output = Console.Out;
        using var captured = new StringWriter();
        Console.SetOut(captured);
        try
        {
            await using var store = Stores.Sqlite(DatabasePath);
            await store.MigrateAsync(Token);
            await store.MigrateAsync(Token);
            await store.PingAsync(Token);
        }
        finally
        {
            Console.SetOut(output);
        }

        Assert.Equal("", captured.ToString());
        Assert.Equal(SchemaScripts.Count("Sqlite"), Scalar("SELECT COUNT(*) FROM SchemaVersions"));
        Assert.Equal("wal", Scalar("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task MigrateAsync_many_at_once_apply_each_script_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            async () =>
            {
                await using var store = Stores.Sqlite(DatabasePath);
                await store.MigrateAsync(Token);
            },
            Token)));

        Assert.Equal(SchemaScripts.Count("Sqlite"), Scalar("SELECT COUNT(*) FROM SchemaVersions"));
    }

    [Fact]
    public async Task MigrateAsync_measurements_of_campaigns_cancelled_earlier_become_cancelled()
    {
        await CreateOldAsync(OldCancelledCampaign.Script, OldCancelledCampaign.Sql);

        await using var store = Stores.Sqlite(DatabasePath);
        await store.MigrateAsync(Token);

        await OldCancelledCampaign.AssertMigratedAsync(store);
    }

    [Fact]
    public async Task MigrateAsync_stored_database_keeps_all_its_data_and_goes_on()
    {
        await CreateOldAsync(StoredDatabase.NextScript, StoredDatabase.ForSqlite());

        await using var store = Stores.Sqlite(DatabasePath);
        await store.MigrateAsync(Token);

        await StoredDatabase.AssertMigratedAsync(store);
    }

    [Fact]
    public async Task MigrateAsync_newer_schema_is_refused_in_one_sentence()
    {
        await using var store = Stores.Sqlite(DatabasePath);
        await store.MigrateAsync(Token);
        Scalar("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999_later.sql', '2031-01-01')");

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.MigrateAsync(Token));

        Assert.False(exception.IsTransient);
        Assert.Equal(
            $"The schema of '{DatabasePath}' is newer than this build of LatBench (it has '9999_later.sql'): use the newer build, or another database.",
            exception.Message);
    }

    [Fact]
    public async Task InspectSqlite_tells_the_schema_and_changes_nothing()
    {
        Assert.Equal(SchemaState.Missing, Stores.InspectSqlite(DatabasePath));
        Assert.False(Directory.Exists(_directory.PathOf("data")));
        await CreateOldAsync(StoredDatabase.NextScript, StoredDatabase.ForSqlite());
        var scripts = Scalar("SELECT COUNT(*) FROM SchemaVersions");

        Assert.Equal(SchemaState.Older, Stores.InspectSqlite(DatabasePath));

        Assert.Equal(scripts, Scalar("SELECT COUNT(*) FROM SchemaVersions"));
        await using var store = Stores.Sqlite(DatabasePath);
        await store.MigrateAsync(Token);
        Assert.Equal(SchemaState.Current, Stores.InspectSqlite(DatabasePath));
        Scalar("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999_later.sql', '2031-01-01')");
        Assert.Contains("is newer than this build", Assert.Throws<StorageException>(() => Stores.InspectSqlite(DatabasePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrateAsync_directory_that_cannot_be_made_is_refused_in_one_sentence()
    {
        await File.WriteAllTextAsync(_directory.PathOf("data"), "", Token);
        await using var store = Stores.Sqlite(DatabasePath);

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.MigrateAsync(Token));

        Assert.False(exception.IsTransient);
        Assert.Equal(
            $"The database '{DatabasePath}' cannot be opened for writing ({_directory.PathOf("data")} exists and is a file): move that file away.", exception.Message);
    }

    [Fact]
    public async Task MigrateAsync_directory_without_write_permission_is_refused_in_one_sentence()
    {
        // No user may make files in /proc, not even root.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a directory that root may not write either.");
        await using var store = Stores.Sqlite("/proc/latbench.db");

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.MigrateAsync(Token));

        Assert.False(exception.IsTransient);
        Assert.Contains("cannot be opened for writing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrateAsync_other_file_is_refused_in_one_sentence()
    {
        Directory.CreateDirectory(_directory.PathOf("data"));
        await File.WriteAllTextAsync(DatabasePath, new string('x', 5000), Token);
        await using var store = Stores.Sqlite(DatabasePath);

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.MigrateAsync(Token));

        Assert.False(exception.IsTransient);
        Assert.Contains("damaged or no SQLite database", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PingAsync_without_a_database_is_refused_and_makes_none()
    {
        Directory.CreateDirectory(_directory.PathOf("data"));
        await using var store = Stores.Sqlite(DatabasePath);

        AssertNotWritable(await Assert.ThrowsAsync<StorageException>(() => store.PingAsync(Token)));

        Assert.False(File.Exists(DatabasePath));
    }

    [Fact]
    public async Task Commits_are_on_the_disk_before_they_are_acknowledged()
    {
        await using var database = new Storage.Sqlite.SqliteDatabase(DatabasePath, TimeProvider.System);
        await database.MigrateAsync(Token);

        // 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
        Assert.Equal((2, 1), await database.WriteAsync(
            async session => (await session.FindAsync<int>("PRAGMA synchronous"), await session.FindAsync<int>("PRAGMA foreign_keys")), Token));
    }

    [Fact]
    public async Task Lease_reads_jobs_in_the_order_of_the_index_and_sorts_nothing()
    {
        await using var database = new Storage.Sqlite.SqliteDatabase(DatabasePath, TimeProvider.System);
        await database.MigrateAsync(Token);

        var plan = await database.ReadAsync(
            session => session.QueryAsync<PlanStep>($"EXPLAIN QUERY PLAN {Storage.Jobs.SqlJobLeasing.NextJobs(database)}", new { deviceId = "lab", now = 0L, maxJobs = 16 }), Token);

        Assert.Contains("INDEX jobs_queued", Assert.Single(plan).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_another_process_that_writes_is_waited_for()
    {
        await using var store = Stores.Sqlite(DatabasePath);
        await store.MigrateAsync(Token);
        await using var other = new SqliteConnection($"Data Source={DatabasePath};Pooling=false");
        await other.OpenAsync(Token);
        var transaction = other.BeginTransaction(deferred: false);

        var write = Task.Run(() => store.Tokens.CreateAsync(TestData.EnrolmentToken("lab"), Token), Token);
        await store.PingAsync(Token);
        Assert.False(write.IsCompleted);
        await transaction.CommitAsync(Token);

        Assert.Equal("for lab", (await write).Description);
    }

    [Fact]
    public async Task ImportAsync_table_has_the_hash_that_earlier_versions_gave_it()
    {
        await using var store = Stores.Sqlite(DatabasePath);
        await store.MigrateAsync(Token);

        await store.Labels.ImportAsync(
            new NewImport
            {
                Target = "board/paper",
                SearchSpace = "nas-bench-201",
                Configuration = new ModelConfiguration { Input = "cifar100" },
                Source = new ImportSource("", "", ""),
                Labels = [new Label("b", Latency.FromMilliseconds(0.25)), new Label("a", Latency.FromMilliseconds(0.1))],
                Now = TestData.Now,
            },
            Token);

        Assert.Equal("02f4e0e8a74797051a1f80f35bcb03f825700e6ab91541455478b63ae2c12839", Scalar("SELECT content_sha256 FROM imported_targets"));
    }

    private sealed class PlanStep
    {
        public required string Detail { get; init; }
    }

    private void AssertNotWritable(StorageException exception)
    {
        Assert.False(exception.IsTransient);
        Assert.Equal(
            $"The database '{DatabasePath}' cannot be opened for writing: check that its directory exists and that this user may write there.",
            exception.Message);
    }

    /// <summary>Creates a database of an older build, with rows as that has stored them.</summary>
    private async Task CreateOldAsync(string nextScript, string rows)
    {
        Directory.CreateDirectory(_directory.PathOf("data"));
        await using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=false");
        await connection.OpenAsync(Token);
        var scripts = SchemaScripts.Before("Sqlite", nextScript);
        var names = string.Join(", ", scripts.Select(script => $"('{script.Name}', '2031-01-01')"));
        foreach (var sql in scripts.Select(script => script.Sql).Append(rows).Append(
            $"CREATE TABLE SchemaVersions (SchemaVersionID INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, ScriptName TEXT NOT NULL, Applied DATETIME NOT NULL); INSERT INTO SchemaVersions (ScriptName, Applied) VALUES {names}"))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Token);
        }
    }

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = DatabasePath, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
