using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using LatBench.DeviceAgent.Artifacts;
using LatBench.DeviceAgent.Coordination;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;
using Microsoft.Extensions.Logging.Abstractions;

namespace LatBench.DeviceAgent.Tests.Artifacts;

/// <summary>Chunks as a broken network or a bad coordinator may send them: an artefact is used only where it is what its hash says.</summary>
public sealed class ArtifactFuzzTests : IDisposable
{
    private const int Artefacts = 120;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task GetAsync_gives_the_promised_bytes_or_nothing(int seed)
    {
        var random = new Random(seed);
        var (got, refused) = (0, 0);
        for (var i = 0; i < Artefacts; i++)
        {
            var content = new byte[random.Next(2000)];
            random.NextBytes(content);
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            var backoff = new Backoff(TimeSpan.FromTicks(1), TimeSpan.FromTicks(2), TimeProvider.System, new SplitMix64(1));
            var cache = new ArtifactCache(
                _directory.Path, 1 << 30, new ArtifactDownload(new WildSource(content, random), Pauses.None(), backoff, NullLogger.Instance), TimeProvider.System, NullLogger<ArtifactCache>.Instance);
            try
            {
                Assert.Equal(content, await File.ReadAllBytesAsync(await cache.GetAsync(hash, "model.onnx", Token), Token));
                got++;
            }
            catch (ArtifactException refusal)
            {
                Assert.True(refusal.Reason is FailureReason.ArtifactCorrupt or FailureReason.ArtifactUnavailable);
                Assert.False(File.Exists(Path.Combine(_directory.Path, hash, "model.onnx")));
                refused++;
            }
        }

        // Both ends are reached, or the test says nothing.
        Assert.InRange(got, 10, Artefacts);
        Assert.InRange(refused, 10, Artefacts);
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>Chunks of any size, some of them empty, changed, left out, twice or too many, and streams that break.</summary>
    private sealed class WildSource(byte[] content, Random random) : IArtifactSource
    {
        private readonly int _wildness = random.Next(4);

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string sha256, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            var position = (int)Math.Min(offset, content.Length);
            while (position < content.Length)
            {
                var chunk = content.AsSpan(position, random.Next(Math.Min(300, content.Length - position) + 1)).ToArray();
                position += chunk.Length;
                if (_wildness == 3 && chunk.Length > 0 && random.Next(4) == 0)
                    chunk[random.Next(chunk.Length)]++;
                if (_wildness < 2 || random.Next(8) != 0)
                    yield return chunk;
                if (_wildness == 3 && random.Next(8) == 0)
                    yield return chunk;
                if (_wildness > 0 && random.Next(10) == 0)
                    throw new IOException("the stream broke.");
            }

            if (_wildness == 2 && random.Next(3) == 0)
                yield return new byte[1000];
        }
    }
}
