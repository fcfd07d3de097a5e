namespace LatBench.DeviceAgent.Artifacts;

/// <summary>A source of artefacts.</summary>
internal interface IArtifactSource
{
    /// <summary>The bytes of an artefact from a position on, in order.</summary>
    /// <exception cref="ArtifactException">There is no such artefact.</exception>
    /// <exception cref="IOException">The stream broke; what came before is good to keep.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string sha256, long offset, CancellationToken cancellationToken);
}
