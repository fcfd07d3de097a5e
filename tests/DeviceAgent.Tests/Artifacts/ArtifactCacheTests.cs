using System.Security.Cryptography;
using LatBench.DeviceAgent.Artifacts;
using LatBench.DeviceAgent.Coordination;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;
using LatBench.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.DeviceAgent.Tests.Artifacts;

public sealed class ArtifactCacheTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100).Select(value => (byte)value)];

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000)) { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_fetches_once()
    {
        var source = new ScriptedSource(Content);
        var cache = Cache(source);
        var path = await cache.GetAsync(Hash(Content), "model.onnx", Token);
        Assert.Equal(path, await cache.GetAsync(Hash(Content), "model.onnx", Token));
        Assert.Equal(Content, await File.ReadAllBytesAsync(path, Token));
        Assert.Equal([0L], source.Offsets);
    }

    [Fact]
    public async Task GetAsync_broken_stream_goes_on_where_it_ended()
    {
        var source = new ScriptedSource(Content, stream => stream <= 2 ? 28 : null);
        var path = await Cache(source).GetAsync(Hash(Content), "model.onnx", Token);
        Assert.Equal(Content, await File.ReadAllBytesAsync(path, Token));
        Assert.Equal([0L, 28L, 56L], source.Offsets);
    }

    [Fact]
    public async Task GetAsync_stream_that_never_moves_is_unavailable()
    {
        var source = new ScriptedSource(Content, _ => 0);
        var exception = await Assert.ThrowsAsync<ArtifactException>(() => Cache(source).GetAsync(Hash(Content), "model.onnx", Token));
        Assert.Equal(FailureReason.ArtifactUnavailable, exception.Reason);
        Assert.Equal(ArtifactDownload.MaxBrokenStreams, source.Offsets.Count);
    }

    [Fact]
    public async Task GetAsync_tampered_once_is_fetched_again()
    {
        var source = new ScriptedSource(Content, tamper: stream => stream == 1 ? [.. Content.Reverse()] : Content);
        var path = await Cache(source).GetAsync(Hash(Content), "model.onnx", Token);
        Assert.Equal(Content, await File.ReadAllBytesAsync(path, Token));
        Assert.Equal([0L, 0L], source.Offsets);
    }

    [Fact]
    public async Task GetAsync_tampered_twice_is_corrupt_and_leaves_nothing_to_use()
    {
        var source = new ScriptedSource(Content, tamper: _ => [.. Content.Reverse()]);
        var cache = Cache(source);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var exception = await Assert.ThrowsAsync<ArtifactException>(() => cache.GetAsync(Hash(Content), "model.onnx", Token));
            Assert.Equal(FailureReason.ArtifactCorrupt, exception.Reason);
        }

        Assert.Equal(4, source.Offsets.Count);
    }

    [Fact]
    public async Task GetAsync_file_damaged_since_an_earlier_run_is_fetched_again()
    {
        var path = await Cache(new ScriptedSource(Content)).GetAsync(Hash(Content), "model.onnx", Token);
        await File.WriteAllBytesAsync(path, [1], Token);
        await Cache(new ScriptedSource(Content)).GetAsync(Hash(Content), "model.onnx", Token);
        Assert.Equal(Content, await File.ReadAllBytesAsync(path, Token));
    }

    [Theory]
    [InlineData("../../etc/passwd", "model.onnx")]
    [InlineData("ABCD", "model.onnx")]
    [InlineData(null, "../weights")]
    [InlineData(null, "a/b")]
    [InlineData(null, "..")]
    [InlineData(null, "")]
    public async Task GetAsync_names_never_lead_out_of_the_cache(string? sha256, string fileName)
    {
        var source = new ScriptedSource(Content);
        await Assert.ThrowsAsync<ArtifactException>(() => Cache(source).GetAsync(sha256 ?? Hash(Content), fileName, Token));
        Assert.Empty(source.Offsets);
    }

    [Fact]
    public async Task Trim_drops_the_least_recently_used_and_keeps_what_is_in_use()
    {
        byte[][] contents = [.. Enumerable.Range(0, 4).Select(index => Content.Append((byte)index).ToArray())];
        ArtifactCache? last = null;
        foreach (var content in contents) await (last = Cache(new ScriptedSource(content), maxBytes: 210)).GetAsync(Hash(content), "model.onnx", Token);
        await last!.GetAsync(Hash(contents[1]), "model.onnx", Token);
        last.Trim(new HashSet<string> { Hash(contents[0]) });

        Assert.Equal(
            new[] { Hash(contents[0]), Hash(contents[1]) }.Order(),
            Directory.GetDirectories(_directory.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task GetAsync_full_disk_is_waited_for_and_is_no_broken_stream()
    {
        using var mounts = new MountedDirectories();
        var content = new byte[20_000];
        var log = new DiskLog(() => File.Delete(mounts.Full + "/filler"));
        var backoff = new Backoff(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeProvider.System, new SplitMix64(1));
        var cache = new ArtifactCache(mounts.Full + "/cache", 1 << 20, new ArtifactDownload(new ScriptedSource(content), Pauses.None(), backoff, log), _clock, NullLogger<ArtifactCache>.Instance);

        var path = await cache.GetAsync(Hash(content), "model.onnx", Token);

        Assert.Equal(content, await File.ReadAllBytesAsync(path, Token));
        Assert.Equal(ArtifactDownload.MaxBrokenStreams + 2, log.Lines);
    }

    public void Dispose() => _directory.Dispose();

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Makes room when the full disk was logged more often than a stream may break.</summary>
    private sealed class DiskLog(Action makeRoom) : ILogger
    {
        public int Lines { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.Contains("its disk is full", formatter(state, exception), StringComparison.Ordinal);
            if (++Lines == ArtifactDownload.MaxBrokenStreams + 2) makeRoom();
        }
    }

    private ArtifactCache Cache(ScriptedSource source, long maxBytes = 1 << 20)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeProvider.System, new SplitMix64(1));
        return new ArtifactCache(
            _directory.Path, maxBytes, new ArtifactDownload(source, Pauses.None(), backoff, NullLogger.Instance), _clock, NullLogger<ArtifactCache>.Instance);
    }
}
