using Google.Protobuf;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;

namespace LatBench.Coordinator.Artifacts;

/// <summary>Content-addressed files, in chunks from any offset.</summary>
internal sealed class ArtifactGrpcService(ArtifactCatalog catalog) : ArtifactService.ArtifactServiceBase
{
    private const int ChunkBytes = 256 * 1024;

    /// <inheritdoc/>
    public override async Task<StatArtifactResponse> StatArtifact(StatArtifactRequest request, ServerCallContext context)
    {
        var content = await RequireAsync(request.Sha256, context.CancellationToken);
        return new StatArtifactResponse { SizeBytes = content.Length };
    }

    /// <inheritdoc/>
    public override async Task DownloadArtifact(DownloadArtifactRequest request, IServerStreamWriter<DownloadArtifactResponse> responseStream, ServerCallContext context)
    {
        var content = await RequireAsync(request.Sha256, context.CancellationToken);
        if (request.Offset < 0 || request.Offset > content.Length)
            throw RpcErrors.OutOfRange("offset", $"Offset {request.Offset} is outside the artefact, which has {content.Length} bytes.");

        await foreach (var (offset, part) in content.ReadAsync(request.Offset, ChunkBytes, context.CancellationToken))
            await responseStream.WriteAsync(new DownloadArtifactResponse { Offset = offset, Data = UnsafeByteOperations.UnsafeWrap(part) }, context.CancellationToken);
    }

    private async Task<ArtifactContent> RequireAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!ArtifactCatalog.IsSha256(sha256))
            throw RpcErrors.InvalidArgument("sha256", "A SHA-256 is 64 lower-case hexadecimal digits.");

        return await catalog.FindAsync(sha256, cancellationToken)
            ?? throw RpcErrors.NotFound("artifact", sha256, $"There is no artefact {sha256} here.");
    }
}
