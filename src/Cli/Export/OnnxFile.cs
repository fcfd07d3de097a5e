using LatBench.Exporter;

namespace LatBench.Cli.Export;

/// <summary>Writes an exported model, whole or not at all.</summary>
internal static class OnnxFile
{
    /// <summary>Writes the graph to <paramref name="file"/> and its weights, where it has any, beside it; returns the path of these.</summary>
    public static async Task<string?> WriteAsync(ExportedModel model, string file, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        Directory.CreateDirectory(folder);
        string? weightsFile = null;
        if (model.Weights is { } weights)
        {
            weightsFile = Path.Combine(Path.GetDirectoryName(file)!, weights.FileName);
            await ReplaceAsync(weightsFile, weights.Bytes, cancellationToken);
        }

        await ReplaceAsync(file, model.Graph, cancellationToken);
        return weightsFile;
    }

    private static async Task ReplaceAsync(string file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
