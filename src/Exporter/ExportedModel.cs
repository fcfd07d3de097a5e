using System.Security.Cryptography;
using LatBench.Hosting.Files;
using LatBench.Models;

namespace LatBench.Exporter;

/// <summary>A model in ONNX.</summary>
public sealed class ExportedModel
{
    internal ExportedModel(ModelSpec spec, byte[] graph, SharedWeights? weights)
    {
        Spec = spec;
        Graph = graph;
        Weights = weights;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(graph));
    }

    /// <summary>Gets the specification of the exported model.</summary>
    public ModelSpec Spec { get; }

    /// <summary>The ONNX bytes: a few KB that name a weights file, or the whole model where the weights are embedded.</summary>
    public byte[] Graph { get; }

    /// <summary>
    /// SHA-256 of <see cref="Graph"/>, 64 lower-case hexadecimal digits. In shared mode it is the model's identity: it pins the
    /// weights too, because the graph names the weights file by its hash.
    /// </summary>
    public string Sha256 { get; }

    /// <summary>The weights file that must lie beside the graph; null where the weights are embedded.</summary>
    public SharedWeights? Weights { get; }

    /// <summary>Writes the graph to a file and, in shared mode, the weights file beside it.</summary>
    /// <param name="path">The ONNX file; an existing one is replaced. Its folder must exist.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public void Save(string path)
    {
        Weights?.Save(Path.GetDirectoryName(Path.GetFullPath(path))!);
        OutputFile.Write(path, Graph);
    }
}
