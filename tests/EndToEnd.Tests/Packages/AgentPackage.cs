using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Packages;

/// <summary>The packages of the agent for this machine, made once by <c>eng/publish.sh</c> for all tests of a class.</summary>
public sealed class AgentPackage : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();

    /// <summary>Gets the folder of the packages.</summary>
    public string Folder => _directory.PathOf("packages");

    /// <summary>Gets the archive.</summary>
    public string Archive => Directory.GetFiles(Folder, "latbench-agent-*-linux-x64.tar.gz").Single();

    /// <summary>Gets the folder of the archive's files.</summary>
    public string Unpacked => _directory.PathOf("deviceagent");

    public static Task<CommandResult> PublishAsync(string folder) => CommandResult.RunAsync(
        Program.Redirected(RepositoryRoot.PathOf("eng", "publish.sh"), ["--rid", "linux-x64", "--only", "agent", "--only", "deb", "--output", folder]));

    public async ValueTask InitializeAsync()
    {
        if (System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier != "linux-x64")
            return;
        (await PublishAsync(Folder)).Expect(0);
        (await CommandResult.RunAsync(Program.Redirected("tar", ["-xzf", Archive, "-C", _directory.PathOf(".")]))).Expect(0);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
