using System.Net;
using System.Net.Sockets;
using LatBench.Coordinator.Hosting;
using LatBench.TestKit;
using Microsoft.Data.Sqlite;

namespace LatBench.Coordinator.Tests.Hosting;

public sealed class StartupTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CoordinatorOptions Options => new()
    {
        DataDirectory = _directory.PathOf("data"),
        Http = new IPEndPoint(IPAddress.Loopback, 0),
        Grpc = new IPEndPoint(IPAddress.Loopback, 0),
    };

    [Fact]
    public async Task Port_in_use_is_one_sentence_with_the_way_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var error = await Assert.ThrowsAsync<StartupException>(() => CoordinatorHost.RunAsync(Options with { Grpc = (IPEndPoint)listener.LocalEndpoint }, Cancel));

        Assert.Contains("cannot listen", error.Message, StringComparison.Ordinal);
        Assert.Contains("--grpc", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_directory_that_cannot_be_made_is_one_sentence_with_the_way_out()
    {
        var file = _directory.PathOf("file");
        await File.WriteAllTextAsync(file, "", Cancel);

        var error = await Assert.ThrowsAsync<StartupException>(() => CoordinatorHost.RunAsync(Options with { DataDirectory = Path.Combine(file, "data") }, Cancel));

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Newer_schema_is_refused_and_left_alone()
    {
        await StartAndStopAsync();
        await using (var connection = new SqliteConnection($"Data Source={Options.SqlitePath};Pooling=False"))
        {
            await connection.OpenAsync(Cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('LatBench.Storage.Sqlite.Migrations.9999_from_the_future.sql', '2999-01-01')";
            await command.ExecuteNonQueryAsync(Cancel);
        }

        var error = await Assert.ThrowsAsync<StartupException>(() => CoordinatorHost.RunAsync(Options, Cancel));

        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_coordinator_on_the_same_data_directory_is_refused()
    {
        using var first = DataDirectory.Take(Options);

        var error = await Assert.ThrowsAsync<StartupException>(() => CoordinatorHost.RunAsync(Options, Cancel));

        Assert.Contains("Another coordinator", error.Message, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"(process {Environment.ProcessId})"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_directory_on_a_disk_that_takes_nothing_is_told_so_and_is_no_other_coordinators()
    {
        using var mounts = new MountedDirectories();

        foreach (var (directory, reason) in new[]
        {
            (mounts.ReadOnly + "/data", "its file system is read-only"),
            (mounts.ReadOnly + "/none/deep", "its file system is read-only"),
            (mounts.NoInodes, "its disk is full"),
        })
        {
            var error = await Assert.ThrowsAsync<StartupException>(() => CoordinatorHost.RunAsync(Options with { DataDirectory = directory }, Cancel));

            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Contains(directory, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Another", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Data_directory_may_be_a_link_and_a_broken_one_is_told()
    {
        Directory.CreateDirectory(_directory.PathOf("real"));
        Directory.CreateSymbolicLink(_directory.PathOf("link"), "real");
        Directory.CreateSymbolicLink(_directory.PathOf("broken"), "nowhere");
        using (DataDirectory.Take(Options with { DataDirectory = _directory.PathOf("link") }))
            Assert.Throws<StartupException>(() => DataDirectory.Take(Options with { DataDirectory = _directory.PathOf("real") }));

        var error = await Assert.ThrowsAsync<StartupException>(() => CoordinatorHost.RunAsync(Options with { DataDirectory = _directory.PathOf("broken") }, Cancel));

        Assert.Contains($"{_directory.PathOf("broken")} is a symbolic link", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgres_that_does_not_answer_is_one_sentence_without_the_password()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var error = await Assert.ThrowsAsync<StartupException>(() => CoordinatorHost.RunAsync(
            Options with { Database = FormattableString.Invariant($"Host=127.0.0.1;Port={port};Username=u;Password=topsecret;Database=d;Timeout=3") }, Cancel));

        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0", false, true)]
    [InlineData("0.0.0.0", true, false)]
    [InlineData("::1", false, false)]
    public void Listening_beyond_this_machine_needs_insecure(string address, bool insecure, bool refused)
    {
        var options = Options with { Grpc = new IPEndPoint(IPAddress.Parse(address), 7081), Insecure = insecure };

        Assert.Equal(refused, options.FindFault()?.Contains("--insecure", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void One_port_for_both_is_refused() =>
        Assert.NotNull((Options with { Http = new(IPAddress.Loopback, 7000), Grpc = new(IPAddress.Loopback, 7000) }).FindFault());

    [Theory]
    [InlineData("s3://latbench/lab", false)]
    [InlineData("/srv/latbench", false)]
    [InlineData("s3:/latbench", true)]
    [InlineData("s3://Lat_Bench", true)]
    [InlineData("http://127.0.0.1:9000/latbench", true)]
    public void Artifacts_in_what_is_neither_directory_nor_bucket_are_refused(string artifacts, bool refused) =>
        Assert.Equal(refused, (Options with { Artifacts = artifacts }).FindFault()?.Contains("s3://bucket", StringComparison.Ordinal) ?? false);

    [Fact]
    public async Task Admin_token_survives_a_restart()
    {
        await StartAndStopAsync();
        var before = await File.ReadAllTextAsync(Options.AdminTokenFile, Cancel);
        await StartAndStopAsync();

        Assert.Equal(before, await File.ReadAllTextAsync(Options.AdminTokenFile, Cancel));
        Assert.False(File.Exists(Options.AddressFile));
    }

    public void Dispose() => _directory.Dispose();

    private async Task StartAndStopAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await CoordinatorHost.RunAsync(Options, stop.Token, onReady: stop.Cancel);
    }
}
