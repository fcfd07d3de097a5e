using System.Security.Cryptography;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors;

/// <summary>The files of predictors among the artefacts.</summary>
internal sealed class PredictorArtifacts(IArtifactStore artifacts)
{
    /// <summary>Stores files; each is there whole or not at all.</summary>
    /// <exception cref="Storage.StorageException">One cannot be written.</exception>
    public async Task<IReadOnlyList<PredictorFile>> StoreAsync(IReadOnlyDictionary<string, byte[]> files, CancellationToken cancellationToken)
    {
        var stored = new List<PredictorFile>(files.Count);
        foreach (var (path, content) in files)
            stored.Add(new PredictorFile(path, await artifacts.PutAsync(content, cancellationToken), content.Length));
        return stored;
    }

    /// <summary>The bytes of one file of a predictor, checked.</summary>
    /// <exception cref="Errors.RefusalException">Its artefact is not here, or damaged.</exception>
    public async Task<byte[]> ReadAsync(Predictor predictor, string path, CancellationToken cancellationToken)
    {
        var file = predictor.Files.FirstOrDefault(file => file.Path == path) ?? throw Missing(predictor, path);
        await using var stream = await artifacts.OpenAsync(file.Sha256, cancellationToken) ?? throw Missing(predictor, path);
        var content = new byte[file.SizeBytes];
        if (await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken) < content.Length)
            throw Missing(predictor, path);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == file.Sha256 ? content : throw Missing(predictor, path);
    }

    private static Errors.RefusalException Missing(Predictor predictor, string path) => PredictorRefusals.Precondition(
        PredictorRefusals.PredictorNotReady,
        $"The file {path} of version {predictor.Version} of the predictor of '{predictor.Target}' is missing or damaged: restore the directory of artefacts, share it between all coordinators, or train again.");
}
