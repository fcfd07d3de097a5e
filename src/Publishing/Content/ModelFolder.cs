using LatBench.Storage.Artifacts;
using LatBench.Storage.Models;

namespace LatBench.Publishing.Content;

/// <summary>
/// Writes the ONNX files of uploaded models, as they are stored: the graph as <c>&lt;SHA-256 of the model&gt;.onnx</c>, and its large tensors in the file of weights that it refers to,
/// which models with the same weights share.
/// </summary>
/// <param name="artifacts">The artefacts of the models.</param>
/// <param name="directory">The folder; made with the first file.</param>
internal sealed class ModelFolder(IArtifactStore artifacts, string directory)
{
    /// <summary>Writes the files.</summary>
    /// <param name="models">The models.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The number of models.</returns>
    /// <exception cref="SnapshotRefusedException">A file is not among the artefacts any more.</exception>
    public async Task<int> WriteAsync(IReadOnlyCollection<UploadedModel> models, CancellationToken cancellationToken)
    {
        foreach (var model in models)
        {
            await CopyAsync(model, model.GraphSha256, $"{model.Sha256}.onnx", cancellationToken);
            if (model.WeightsSha256.Length > 0)
                await CopyAsync(model, model.WeightsSha256, model.WeightsFileName, cancellationToken);
        }

        return models.Count;
    }

    private async Task CopyAsync(UploadedModel model, string artifact, string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, name);
        if (File.Exists(path))
            return;
        await using var from = await artifacts.OpenAsync(artifact, cancellationToken)
            ?? throw new SnapshotRefusedException($"The file of the model {model.DisplayName} is not among the artefacts any more: restore them, or publish without the files of models.");
        Directory.CreateDirectory(directory);
        await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await from.CopyToAsync(to, cancellationToken);
    }
}
