using Npgsql;

namespace LatBench.TestKit;

/// <summary>
/// A throw-away PgBouncer in front of a Postgres server; by default it pools by transaction. Where it is not installed a test is skipped, or fails where
/// <c>CI</c> or <c>LATBENCH_REQUIRE_ALL</c> is set.
/// </summary>
public sealed class PgBouncer : IDisposable
{
    private const string ScriptName = "pgbouncer.sh";

    private readonly string _directory;
    private readonly NpgsqlConnectionStringBuilder _address;

    private PgBouncer(string directory, string connectionString) => (_directory, _address) = (directory, new NpgsqlConnectionStringBuilder(connectionString));

    /// <summary>Starts one in front of a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="settings">Settings of PgBouncer, for example <c>pool_mode=session</c>.</param>
    public static async Task<PgBouncer> StartAsync(PostgresServer server, params string[] settings)
    {
        var directory = Path.Combine(Path.GetTempPath(), "latbench-pgbouncer-" + Path.GetRandomFileName());
        try
        {
            return new PgBouncer(directory, await Script.RunAsync(ScriptName, ["start", directory, server.ConnectionString, .. settings]));
        }
        catch (ProgramsMissingException exception)
        {
            Needed.OrSkip(exception.Message);
            throw;
        }
    }

    /// <summary>Gives the connection string of a database of the server with this PgBouncer in between.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = _address.Host, Port = _address.Port }.ToString();

    /// <inheritdoc/>
    public void Dispose() => Script.RunAsync(ScriptName, "stop", _directory).GetAwaiter().GetResult();
}
