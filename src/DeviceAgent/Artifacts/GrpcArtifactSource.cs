using System.Runtime.CompilerServices;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Coordination;
using FailureReason = LatBench.Measurements.FailureReason;

namespace LatBench.DeviceAgent.Artifacts;

/// <summary>Artefacts from the coordinator.</summary>
internal sealed class GrpcArtifactSource(Coordinator coordinator, TimeProvider clock) : IArtifactSource
{
    // A whole file may come in one stream; a slow line must not be cut off as long as it moves, so the bound is wide.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string sha256, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new DownloadArtifactRequest { Sha256 = sha256, Offset = offset };
        using var call = coordinator.Artifacts.DownloadArtifact(request, coordinator.Call(clock, cancellationToken, Timeout));
        var expected = offset;
        while (await MoveNextAsync(sha256, call.ResponseStream, cancellationToken).ConfigureAwait(false))
        {
            var chunk = call.ResponseStream.Current;
            if (chunk.Offset != expected)
                throw new IOException($"a chunk at {chunk.Offset} came where {expected} was expected.");
            expected += chunk.Data.Length;
            yield return chunk.Data.Memory;
        }
    }

    private static async Task<bool> MoveNextAsync(string sha256, IAsyncStreamReader<DownloadArtifactResponse> stream, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.MoveNext(cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (exception.IsTransient() || exception.StatusCode == StatusCode.DataLoss) throw new IOException(exception.Describe(), exception);
            throw new ArtifactException(FailureReason.ArtifactUnavailable, $"The artefact {sha256} cannot be fetched: {exception.Describe()}");
        }
    }
}

/// <summary>A source of artefacts.</summary>
internal interface IArtifactSource
{
    /// <summary>The bytes of an artefact from a position on, in order.</summary>
    /// <exception cref="ArtifactException">There is no such artefact.</exception>
    /// <exception cref="IOException">The stream broke; what came before is good to keep.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string sha256, long offset, CancellationToken cancellationToken);
}
