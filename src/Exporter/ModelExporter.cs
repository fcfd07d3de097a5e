using System.Collections.Concurrent;
using Google.Protobuf;
using LatBench.Exporter.Lowering;
using LatBench.Models;

namespace LatBench.Exporter;

/// <summary>
/// Turns models of any search space into ONNX (opset 17, IR 8, static shapes). The same spec gives the same bytes on every machine.
/// Thread-safe.
/// </summary>
public static class ModelExporter
{
    /// <summary>The name of the input tensor, batch × channels × height × width.</summary>
    public const string InputName = "input";

    /// <summary>The name of the output tensor, batch × classes.</summary>
    public const string OutputName = "logits";

    private static readonly ConcurrentDictionary<SharedWeights, Lazy<WeightTensors>> External = new();

    private static readonly ConcurrentDictionary<SharedWeights, Lazy<WeightTensors>> Embedded = new();

    /// <summary>
    /// Writes a graph whose weights are all slices of the shared weights file of its space, input and precision, which must lie beside it (or in the
    /// folder that ONNX Runtime's <c>session.model_external_initializers_file_folder_path</c> names).
    /// </summary>
    /// <param name="spec">The model.</param>
    /// <exception cref="ExportException"><see cref="ModelSpec.WhyNotExportable"/> refuses the spec.</exception>
    public static ExportedModel ExportShared(ModelSpec spec)
    {
        var weights = SharedWeights.For(spec.Space, spec.Input, spec.Configuration.Precision);
        return new ExportedModel(spec, Export(spec, External, weights, WeightTensors.External), weights);
    }

    /// <summary>Writes one self-contained file.</summary>
    /// <param name="spec">The model.</param>
    /// <exception cref="ExportException"><see cref="ModelSpec.WhyNotExportable"/> refuses the spec.</exception>
    public static ExportedModel ExportEmbedded(ModelSpec spec)
    {
        var weights = SharedWeights.For(spec.Space, spec.Input, spec.Configuration.Precision);
        return new ExportedModel(spec, Export(spec, Embedded, weights, WeightTensors.Embedded), null);
    }

    private static byte[] Export(
        ModelSpec spec, ConcurrentDictionary<SharedWeights, Lazy<WeightTensors>> cache, SharedWeights weights, Func<SharedWeights, WeightTensors> create)
    {
        if (spec.WhyNotExportable() is { } reason)
            throw new ExportException(reason);
        var tensors = cache.GetOrAdd(weights, one => new Lazy<WeightTensors>(() => create(one))).Value;
        return GraphLowering.Lower(spec.Name, spec.BuildGraph(), tensors, spec.Configuration.Batch).ToByteArray();
    }
}
