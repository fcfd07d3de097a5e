using LatBench.TestKit;

namespace LatBench.Hosting.Tests;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private DataDirectory Data => new(_directory.PathOf("data"));

    /// <summary>Users and the programs of earlier versions rely on these names.</summary>
    [Fact]
    public void Names_are_those_that_stand_on_disks_already()
    {
        var data = new DataDirectory("D");

        Assert.Equal(Path.Combine(".", ".latbench"), DataDirectory.Default);
        Assert.Equal(Path.Combine(".latbench", "agent"), AgentDirectory.Default);
        Assert.Equal(
            ["admin-token", "latbench.db", "snapshots", "artifacts", "audit.jsonl", "audit-admin.jsonl", "coordinator.lock", "coordinator.json", "agent", "logs/x.log"],
            new[] { data.AdminToken, data.Database, data.Snapshots, data.Artifacts, data.Audit, data.AdminAudit, data.CoordinatorLock, data.Addresses, data.Agent.Path, data.Log("x") }
                .Select(path => Path.GetRelativePath("D", path)));
        Assert.Equal(
            ["credential.json", "spool", "artifacts", "agent.lock"],
            new[] { data.Agent.Credential, data.Agent.Spool, data.Agent.Artifacts, data.Agent.Lock }.Select(path => Path.GetRelativePath(data.Agent.Path, path)));
    }

    [Fact]
    public void Take_creates_the_directory_and_refuses_a_second_program_of_the_kind()
    {
        using (Data.Take())
        using (Data.Agent.Take())
        {
            var coordinator = Assert.Throws<DataDirectoryException>(() => Data.Take());
            var agent = Assert.Throws<DataDirectoryException>(() => Data.Agent.Take());

            Assert.Equal($"Another coordinator (process {Environment.ProcessId}) uses the data directory {Data.Path}: stop that one, for example with `latbench down`, or choose another with --data.", coordinator.Message);
            Assert.Equal($"Another agent (process {Environment.ProcessId}) uses the data directory {Data.Agent.Path}: stop that one, for example with `latbench down`, or choose another with --data.", agent.Message);
        }

        Data.Take().Dispose();
        Assert.True(Directory.Exists(Data.Snapshots));
    }

    [Fact]
    public void Take_where_a_file_is_in_the_way_tells_the_way_out()
    {
        File.WriteAllText(_directory.PathOf("data"), "");

        var refused = Assert.Throws<DataDirectoryException>(() => Data.Take());

        Assert.StartsWith($"The data directory {Data.Path} cannot be written (", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("or choose another with --data.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Announce_is_read_back_and_is_the_file_of_earlier_versions()
    {
        Directory.CreateDirectory(Data.Path);
        Assert.Null(Data.ReadCoordinator());

        Data.Announce(new RunningCoordinator("http://127.0.0.1:1", "http://127.0.0.1:2", 3));

        Assert.Equal(new RunningCoordinator("http://127.0.0.1:1", "http://127.0.0.1:2", 3), Data.ReadCoordinator());
        Assert.Equal("{\"http\":\"http://127.0.0.1:1\",\"grpc\":\"http://127.0.0.1:2\",\"pid\":3}\n", File.ReadAllText(Data.Addresses));
        File.WriteAllText(Data.Addresses, "{");
        Assert.Null(Data.ReadCoordinator());
    }

    public void Dispose() => _directory.Dispose();
}
