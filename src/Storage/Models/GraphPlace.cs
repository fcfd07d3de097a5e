namespace LatBench.Storage.Models;

/// <summary>The place where the graph of a model is stored, compressed: a part of an artefact that holds many.</summary>
/// <param name="Artifact">SHA-256 of the artefact.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">The number of bytes.</param>
public sealed record GraphPlace(string Artifact, long Offset, int Length);
