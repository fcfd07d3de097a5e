using LatBench.Publishing.Tests.Fakes;
using LatBench.Storage.Measurements;

namespace LatBench.Publishing.Tests;

/// <summary>Data that are excluded from snapshots unless the operator asks for them or allows them.</summary>
public sealed class PrivacyTests
{
    private const string HostName = "alices-laptop";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_name_is_nowhere_in_a_snapshot()
    {
        using var lab = NamedAfterHost();
        await lab.BuildAsync(selection: new PublicationSelection([], [$"{HostName}/ort-1.31.1/cpu/t1"]));

        var root = lab.PathOf("1.0.0");
        Assert.All(Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories), path => Assert.DoesNotContain(HostName, path, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            if (file.EndsWith(".parquet", StringComparison.Ordinal))
                Assert.Equal(0L, DuckDb.Value($"SELECT count(*) FROM '{file}' AS t WHERE t::VARCHAR LIKE '%{HostName}%'"));
            Assert.DoesNotContain(HostName, System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Token)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Made_up_name_is_the_same_everywhere_and_in_every_snapshot()
    {
        using var lab = NamedAfterHost();
        await lab.BuildAsync();
        lab.Add(Given.Measurement(Given.Direct, 0.5, $"{HostName}/ort-1.31.1/cpu/t1"));
        await lab.BuildAsync();

        var names = DuckDb.Query($"""
            SELECT DISTINCT t.device, t.target, l.target FROM '{lab.Snapshots}/*/data/targets.parquet' t, '{lab.Snapshots}/*/data/latency/*/*.parquet' l
            """).Single();
        Assert.Matches("^device-[0-9a-f]{10}$", (string)names[0]!);
        Assert.Equal([$"{names[0]}/ort-1.31.1/cpu/t1", names[1]], [names[1], names[2]]);
        Assert.Equal(["latbench-1.0.0", "latbench-1.1.0"], lab.Entries);
    }

    [Fact]
    public async Task Name_that_the_owner_allows_is_shown()
    {
        using var lab = NamedAfterHost();
        lab.Source.Targets[0] = (lab.Source.Targets[0].Target, lab.Source.Targets[0].Device with { HidesName = false });
        await lab.BuildAsync();

        Assert.Equal(HostName, DuckDb.Value($"SELECT device FROM '{lab.PathOf("1.0.0")}/data/targets.parquet'"));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "The runner ended with signal 11.")]
    public async Task Messages_of_failures_are_published_only_where_they_are_asked_for(bool asked, string? message)
    {
        using var lab = Lab.WithEveryVerdict();
        await lab.Builder.BuildAsync(new SnapshotRequest { IncludesMessages = asked }, Token);

        Assert.Equal(message, DuckDb.Value($"SELECT failure_message FROM '{lab.PathOf("1.0.0")}/data/failures/*/*.parquet'"));
    }

    [Fact]
    public async Task Target_renamed_while_the_snapshot_is_made_is_refused_in_one_sentence()
    {
        using var lab = Lab.WithEveryVerdict();
        lab.Source.OnRead = read =>
        {
            if (read == 1)
                lab.Source.Targets[0] = (lab.Source.Targets[0].Target, lab.Source.Targets[0].Device with { HidesName = true });
        };

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(() => lab.BuildAsync());

        Assert.Equal("A target was added, removed or renamed while the snapshot was made; make it again.", refusal.Message);
        Assert.Empty(lab.Entries);
    }

    private static Lab NamedAfterHost()
    {
        var lab = new Lab();
        lab.Source.Targets.Add((Given.TargetOf($"{HostName}/ort-1.31.1/cpu/t1"), Given.Device(HostName) with { HidesName = true }));
        return lab.Add(Given.Measurement(Given.Live, 0.8, $"{HostName}/ort-1.31.1/cpu/t1"));
    }
}
