using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using LatBench.TestKit;

namespace LatBench.EndToEnd.Tests.Packages;

/// <summary>The archive and the .deb of the agent, as they are made for a release, and the script that installs them on a board.</summary>
[Trait("category", "slow")]
public sealed class AgentPackageTests(AgentPackage package) : IClassFixture<AgentPackage>, IDisposable
{
    private const int MaxBytes = 60_000_000;

    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Root => _directory.PathOf("root");

    [Fact]
    public async Task Archive_is_small_and_has_what_linux_runs_and_nothing_else()
    {
        Assert.InRange(new FileInfo(package.Archive).Length, 1_000_000, MaxBytes);
        var contents = (await CommandResult.RunAsync(Program.Redirected(RepositoryRoot.PathOf("eng", "publish.sh"), ["--contents", package.Archive]))).Expect(0)
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(contents, name => Assert.StartsWith("deviceagent/", name, StringComparison.Ordinal));
        foreach (var name in new[] { "LatBench.DeviceAgent", "libcoreclr.so", "libonnxruntime.so", "bindings/30/Microsoft.ML.OnnxRuntime.dll", "latbench-agent.service", "install.sh", "LICENSE" })
            Assert.Contains("deviceagent/" + name, contents);
        Assert.DoesNotContain(contents, name => name.EndsWith(".pdb", StringComparison.Ordinal) || name.Contains("LatBench.Coordinator", StringComparison.Ordinal));
        foreach (var library in Directory.GetFiles(package.Unpacked, "*.dll", SearchOption.AllDirectories))
        {
            using var reader = new PEReader(File.OpenRead(library));
            Assert.True(reader.HasMetadata, $"{library} is a library of Windows.");
        }
    }

    [Fact]
    public async Task Publishing_again_gives_the_same_bytes()
    {
        var again = _directory.PathOf("again");
        (await AgentPackage.PublishAsync(again)).Expect(0);

        var sums = await SumsAsync(package.Folder);
        Assert.Equal(2, sums.Count);
        Assert.Equal(sums, await SumsAsync(again));
        foreach (var (name, sum) in sums)
            Assert.Equal(sum, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(package.Folder, name), Cancel))));
    }

    [Fact]
    public async Task Deb_has_unit_settings_and_version_of_the_repository()
    {
        var deb = Directory.GetFiles(package.Folder, "*.deb").Single();
        var fields = (await CommandResult.RunAsync(Program.Redirected("dpkg-deb", ["--field", deb]))).Expect(0).Output;
        Assert.Contains("Package: latbench-agent\n", fields, StringComparison.Ordinal);
        Assert.Contains("Architecture: amd64\n", fields, StringComparison.Ordinal);
        var contents = (await CommandResult.RunAsync(Program.Redirected(RepositoryRoot.PathOf("eng", "publish.sh"), ["--contents", deb]))).Expect(0).Output;
        foreach (var name in new[] { "./usr/lib/systemd/system/latbench-agent.service", "./etc/latbench/agent.env", "./usr/bin/latbench-agent", "./usr/lib/latbench/deviceagent/LatBench.DeviceAgent" })
            Assert.Contains(name + "\n", contents, StringComparison.Ordinal);
        Assert.Equal("/etc/latbench/agent.env\n", (await CommandResult.RunAsync(Program.Redirected("dpkg-deb", ["--info", deb, "conffiles"]))).Expect(0).Output);
    }

    [Fact]
    public async Task Install_below_a_root_enrols_once_and_again_keeps_the_device()
    {
        await using var installation = new Installation();
        await installation.StartCoordinatorAsync();
        var token = await installation.EnrolmentTokenAsync();

        var first = (await InstallAsync(package.Archive, installation.Server, token)).Expect(0);
        Assert.Contains("Enrolled as devices/board.", first.Output, StringComparison.Ordinal);
        var credential = await File.ReadAllTextAsync(Path.Combine(Root, "var/lib/latbench-agent/credential.json"), Cancel);
        Assert.Equal("../lib/latbench/deviceagent/LatBench.DeviceAgent", new FileInfo(Path.Combine(Root, "usr/bin/latbench-agent")).LinkTarget);
        Assert.Contains($"LATBENCH_SERVER={installation.Server.OriginalString}\n", await File.ReadAllTextAsync(Path.Combine(Root, "etc/latbench/agent.env"), Cancel), StringComparison.Ordinal);

        var settings = Path.Combine(Root, "etc/latbench/agent.env");
        await File.WriteAllTextAsync(settings, "# Mine.\nLATBENCH_SERVER=http://old:1\nLATBENCH_AGENT_CACHE_MIB=100\n", Cancel);
        (await InstallAsync(package.Archive, installation.Server, token: null)).Expect(0);
        Assert.Equal(
            ["# Mine.", "LATBENCH_AGENT_CACHE_MIB=100", $"LATBENCH_SERVER={installation.Server.OriginalString}"],
            (await File.ReadAllLinesAsync(settings, Cancel)).Order(StringComparer.Ordinal));
        Assert.StartsWith("u latbench ", await File.ReadAllTextAsync(Path.Combine(Root, "usr/lib/sysusers.d/latbench-agent.conf"), Cancel), StringComparison.Ordinal);
        Assert.Equal(["deviceagent"], Directory.GetFileSystemEntries(Path.Combine(Root, "usr/lib/latbench")).Select(Path.GetFileName));
        Assert.Equal(credential, await File.ReadAllTextAsync(Path.Combine(Root, "var/lib/latbench-agent/credential.json"), Cancel));
    }

    [Theory]
    [InlineData("cut off", "is cut off or damaged")]
    [InlineData("changed", "has not the SHA-256")]
    [InlineData("other machine", "is for another machine")]
    [InlineData("unnamed", "does not name")]
    [InlineData("absent", "cannot be read")]
    public async Task Install_of_a_bad_archive_is_one_sentence_and_changes_nothing(string fault, string expected)
    {
        var name = Path.GetFileName(package.Archive);
        var archive = _directory.PathOf(fault == "other machine" ? name.Replace("x64", "arm64", StringComparison.Ordinal) : name);
        var bytes = await File.ReadAllBytesAsync(package.Archive, Cancel);
        if (fault == "changed")
        {
            // A whole archive with other bytes: the time in the header of gzip is no part of its checksum.
            bytes[4] ^= 1;
        }

        if (fault != "absent")
            await File.WriteAllBytesAsync(archive, fault == "cut off" ? bytes[..(bytes.Length / 2)] : bytes, Cancel);
        await File.WriteAllTextAsync(_directory.PathOf("SHA256SUMS"), fault == "unnamed" ? "" : await File.ReadAllTextAsync(Path.Combine(package.Folder, "SHA256SUMS"), Cancel), Cancel);

        var result = (await InstallAsync(archive, new Uri("http://127.0.0.1:9"), "token")).Expect(1);

        Assert.Contains(expected, Assert.Single(result.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Root, "usr/lib/latbench/deviceagent")));
    }

    /// <summary>In a mount namespace of its own, with nothing where the libraries are.</summary>
    [Fact]
    public async Task Agent_on_a_machine_without_OpenSSL_says_so_in_one_sentence()
    {
        const string hide = "for f in /usr/lib/*/libssl.so* /lib/*/libssl.so*; do if [ -e \"$f\" ]; then mount --bind /dev/null \"$f\" || exit 77; fi; done; exec \"$@\"";
        var result = await CommandResult.RunAsync(Program.Redirected(
            "unshare", ["--mount", "sh", "-c", hide, "sh", Path.Combine(package.Unpacked, "LatBench.DeviceAgent"), "run", "--server", "http://127.0.0.1:9", "--data", Root]));
        Needed.OrSkip(result.ExitCode == 77 || result.Errors.Contains("unshare", StringComparison.Ordinal) ? "Mounts are not allowed here: run as root." : null);

        result.Expect(1);
        Assert.Contains("libssl3", Assert.Single(result.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private Task<CommandResult> InstallAsync(string archive, Uri server, string? token) => CommandResult.RunAsync(
        Program.Redirected(RepositoryRoot.PathOf("deploy", "install.sh"), ["--archive", archive, "--server", server.OriginalString, "--device", "board", "--root", Root]),
        ("LATBENCH_ENROLMENT_TOKEN", token));

    private static async Task<Dictionary<string, string>> SumsAsync(string folder) =>
        (await File.ReadAllLinesAsync(Path.Combine(folder, "SHA256SUMS"), Cancel)).Select(line => line.Split("  ")).ToDictionary(parts => parts[1], parts => parts[0]);
}
