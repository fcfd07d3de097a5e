using System.Security.Cryptography;
using LatBench.Exporter;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.Artifacts;

/// <summary>
/// The graphs of models as they were when their campaigns were created. A model of an earlier version has none, and so has one whose artefact is gone: it is exported again,
/// and stored under its own name, where the exporter still writes the same bytes.
/// </summary>
internal sealed class ModelGraphs(IArtifactStore artifacts, SearchSpaceRegistry spaces)
{
    /// <summary>Returns the graph of a model; null where it is not stored and this version exports other bytes for it.</summary>
    /// <exception cref="StorageException">The place of artefacts cannot be read, and this version exports other bytes.</exception>
    public async Task<byte[]?> FindAsync(Model model, CancellationToken cancellationToken)
    {
        try
        {
            if ((await ReadPackedAsync(model, cancellationToken) ?? await ReadAsync(model.Sha256, cancellationToken)) is { } stored)
                return stored;
        }
        catch (StorageException)
        {
            if (Export(model) is { } exported)
                return exported;
            throw;
        }

        return await ExportAsync(model, cancellationToken);
    }

    /// <summary>Returns an artefact as it is stored; null where there is none of this name, or it is damaged.</summary>
    /// <exception cref="StorageException">The place of artefacts cannot be read.</exception>
    public async Task<byte[]?> ReadAsync(string sha256, CancellationToken cancellationToken)
    {
        if (await artifacts.OpenAsync(sha256, cancellationToken) is not { } stream)
            return null;
        await using var _ = stream;
        using var content = new MemoryStream();
        try
        {
            await stream.CopyToAsync(content, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new StorageException($"The artefact {sha256} could not be read to its end ({exception.Message}): try again.", isTransient: true, exception);
        }

        return Checked(content.ToArray(), sha256);
    }

    private async Task<byte[]?> ReadPackedAsync(Model model, CancellationToken cancellationToken) =>
        model.Graph is { } place
        && await artifacts.ReadAsync(place.Artifact, place.Offset, place.Length, cancellationToken) is { } packed
        && GraphCompression.Decompress(packed) is { } graph
            ? Checked(graph, model.Sha256)
            : null;

    private async Task<byte[]?> ExportAsync(Model model, CancellationToken cancellationToken)
    {
        if (Export(model) is not { } graph)
            return null;
        try
        {
            await artifacts.PutAsync(graph, cancellationToken);
        }
        catch (StorageException)
        {
            // It can be exported as often as it is asked for; a place that takes nothing is told of where something new is to be stored.
        }

        return graph;
    }

    private byte[]? Export(Model model)
    {
        if (!spaces.TryGet(model.SearchSpace, out _))
            return null;
        try
        {
            return Checked(ModelExporter.ExportShared(ModelExports.Spec(spaces, model)).Graph, model.Sha256);
        }
        catch (Exception exception) when (exception is ExportException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[]? Checked(byte[] content, string sha256) => Convert.ToHexStringLower(SHA256.HashData(content)) == sha256 ? content : null;
}
