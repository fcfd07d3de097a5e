using Google.Protobuf;
using LatBench.Exporter.Network;
using LatBench.Exporter.Weights;

namespace LatBench.Exporter;

/// <summary>
/// Turns NAS-Bench-201 models into ONNX (opset 17, IR 8, static shapes). The same spec gives the same bytes on every machine.
/// Thread-safe.
/// </summary>
public static class ModelExporter
{
    /// <summary>Name of the input tensor, batch × 3 × height × width.</summary>
    public const string InputName = "input";

    /// <summary>Name of the output tensor, batch × classes.</summary>
    public const string OutputName = "logits";

    private static readonly Lazy<WeightTensors>[] External = OfEveryPrecision(WeightTensors.External);

    private static readonly Lazy<WeightTensors>[] Embedded = OfEveryPrecision(WeightTensors.Embedded);

    /// <summary>
    /// Writes a graph whose weights are all slices of the shared weights file of its precision, which must lie beside it (or in the folder that
    /// ONNX Runtime's <c>session.model_external_initializers_file_folder_path</c> names).
    /// </summary>
    /// <param name="spec">The model.</param>
    /// <exception cref="ExportException"><see cref="ModelSpec.Check"/> refuses the spec.</exception>
    public static ExportedModel ExportShared(ModelSpec spec) =>
        Export(spec, External, isShared: true);

    /// <summary>Writes one self-contained file, up to 6 MB.</summary>
    /// <param name="spec">The model.</param>
    /// <exception cref="ExportException"><see cref="ModelSpec.Check"/> refuses the spec.</exception>
    public static ExportedModel ExportEmbedded(ModelSpec spec) => Export(spec, Embedded, isShared: false);

    private static ExportedModel Export(ModelSpec spec, Lazy<WeightTensors>[] tensors, bool isShared)
    {
        if (spec.Check() is { } error)
            throw new ExportException(error);
        var graph = NetworkWriter.Write(spec, tensors[(int)spec.Precision].Value).ToByteArray();
        return new ExportedModel(spec, graph, isShared ? SharedWeights.For(spec.Precision) : null);
    }

    private static Lazy<WeightTensors>[] OfEveryPrecision(Func<SharedWeights, WeightTensors> create) =>
        [.. Enum.GetValues<Precision>().Select(precision => new Lazy<WeightTensors>(() => create(SharedWeights.For(precision))))];
}
