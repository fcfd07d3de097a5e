namespace LatBench.SnapshotFormat.Tests;

public sealed class SnapshotVerifierTests
{
    [Fact]
    public async Task VerifyAsync_intact_finds_nothing()
    {
        using var snapshot = await SnapshotFixture.CreateAsync();
        var result = await snapshot.VerifyAsync();
        Assert.True(result.IsIntact);
        Assert.Equal(4, result.FilesChecked);
        Assert.Equal("1.0.0", result.Manifest!.Version);
        Assert.Equal(64, result.Sha256!.Length);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("schema.json")]
    [InlineData("manifest.json")]
    [InlineData("data/latency/target=a-b/part-00000.parquet")]
    public async Task VerifyAsync_one_byte_changed_names_the_file(string path)
    {
        using var snapshot = await SnapshotFixture.CreateAsync();
        snapshot.FlipByte(path, 3);
        var problems = (await snapshot.VerifyAsync()).Problems;
        Assert.Contains(problems, problem => problem.Path == path && problem.Kind == SnapshotProblemKind.Changed);
        Assert.All(problems, problem => Assert.Equal(path, problem.Path));
    }

    [Fact]
    public async Task VerifyAsync_any_byte_of_the_checksums_changed_names_them()
    {
        using var snapshot = await SnapshotFixture.CreateAsync();
        var length = (int)new FileInfo(snapshot.At("SHA256SUMS")).Length;
        for (var i = 0; i < length; i++)
        {
            snapshot.FlipByte("SHA256SUMS", i);
            var problems = (await snapshot.VerifyAsync()).Problems;
            Assert.Contains(problems, problem => problem.Path == "SHA256SUMS" || problem.Message.Contains("SHA256SUMS", StringComparison.Ordinal));
            snapshot.FlipByte("SHA256SUMS", i);
        }

        Assert.True((await snapshot.VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task VerifyAsync_hash_in_the_checksums_changed_clears_the_file_by_the_manifest()
    {
        using var snapshot = await SnapshotFixture.CreateAsync();
        snapshot.FlipByte("SHA256SUMS", 0);
        var problem = Assert.Single((await snapshot.VerifyAsync()).Problems);
        Assert.Equal((SnapshotProblemKind.Changed, "SHA256SUMS"), (problem.Kind, problem.Path));
    }

    [Fact]
    public async Task VerifyAsync_file_gone_is_missing()
    {
        using var snapshot = await SnapshotFixture.CreateAsync();
        File.Delete(snapshot.At("schema.json"));
        var problem = Assert.Single((await snapshot.VerifyAsync()).Problems);
        Assert.Equal((SnapshotProblemKind.Missing, "schema.json"), (problem.Kind, problem.Path));
    }

    [Fact]
    public async Task VerifyAsync_file_added_is_unlisted()
    {
        using var snapshot = await SnapshotFixture.CreateAsync();
        snapshot.Write("data/latency/extra.parquet", "more");
        var problem = Assert.Single((await snapshot.VerifyAsync()).Problems);
        Assert.Equal((SnapshotProblemKind.Unlisted, "data/latency/extra.parquet"), (problem.Kind, problem.Path));
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("data/../../outside.txt")]
    [InlineData("/etc/hostname")]
    [InlineData(@"..\outside.txt")]
    [InlineData("C:/outside.txt")]
    public async Task VerifyAsync_path_that_leads_outside_is_hostile(string path)
    {
        using var snapshot = await SnapshotFixture.CreateAsync();
        var hash = await ChecksumList.HashFileAsync(snapshot.Outside, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(snapshot.At("SHA256SUMS"), $"{hash}  {path}\n", TestContext.Current.CancellationToken);
        var problems = (await snapshot.VerifyAsync()).Problems;
        Assert.Contains(problems, problem => problem.Kind == SnapshotProblemKind.Hostile && problem.Path == path);
    }

    [Fact]
    public async Task VerifyAsync_link_that_leads_outside_is_hostile_and_not_followed()
    {
        using var snapshot = await SnapshotFixture.CreateAsync();
        File.Delete(snapshot.At("schema.json"));
        File.CreateSymbolicLink(snapshot.At("schema.json"), "../outside.txt");
        Directory.CreateSymbolicLink(snapshot.At("up"), "..");
        var result = await snapshot.VerifyAsync();
        Assert.Contains(result.Problems, problem => problem is { Kind: SnapshotProblemKind.Hostile, Path: "schema.json" });
        Assert.Contains(result.Problems, problem => problem is { Kind: SnapshotProblemKind.Hostile, Path: "up" });
        Assert.Equal(3, result.FilesChecked);
    }

    [Fact]
    public async Task VerifyAsync_link_to_a_file_inside_is_read()
    {
        using var snapshot = await SnapshotFixture.CreateAsync();
        File.Move(snapshot.At("schema.json"), snapshot.At("copy.json"));
        File.CreateSymbolicLink(snapshot.At("schema.json"), "copy.json");
        var problem = Assert.Single((await snapshot.VerifyAsync()).Problems);
        Assert.Equal((SnapshotProblemKind.Unlisted, "copy.json"), (problem.Kind, problem.Path));
    }

    [Fact]
    public async Task VerifyAsync_other_format_is_not_a_snapshot_we_read()
    {
        using var snapshot = await SnapshotFixture.CreateAsync();
        var manifest = snapshot.Manifest() with { Format = "latbench-snapshot/2" };
        await File.WriteAllBytesAsync(snapshot.At("manifest.json"), SnapshotManifestJson.Write(manifest), TestContext.Current.CancellationToken);
        await ChecksumList.WriteFileAsync(snapshot.Root, TestContext.Current.CancellationToken);
        var problem = Assert.Single((await snapshot.VerifyAsync()).Problems);
        Assert.Equal((SnapshotProblemKind.NotASnapshot, "manifest.json"), (problem.Kind, problem.Path));
        Assert.Contains("latbench-snapshot/2", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_no_snapshot_says_so()
    {
        var token = TestContext.Current.CancellationToken;
        using var snapshot = await SnapshotFixture.CreateAsync();
        var nowhere = await SnapshotVerifier.VerifyAsync(Path.Combine(snapshot.Root, "no-such-directory"), token);
        var file = await SnapshotVerifier.VerifyAsync(snapshot.Outside, token);
        var directory = await SnapshotVerifier.VerifyAsync(snapshot.At("data"), token);
        Assert.All([nowhere, file, directory], result => Assert.Equal(SnapshotProblemKind.NotASnapshot, Assert.Single(result.Problems).Kind));
    }
}
