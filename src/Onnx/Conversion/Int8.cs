using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>
/// Quantises models statically to 8 bits, in QDQ form: kernels signed bytes with one scale a channel, activations unsigned bytes, biases 32-bit integers in units of both
/// scales. The ranges of activations are estimated from the weights, not calibrated: the latency is that of a quantised model, its results are not.
/// </summary>
/// <remarks>
/// Quantised are convolutions and matrix products with constant weights, and additions, multiplications, pools, concatenations and operators that only move values where all their inputs are
/// quantised. Everything else, graphs inside of <c>If</c>, <c>Loop</c> and <c>Scan</c> included, stays in single precision, and so do inputs and outputs.
/// The same model gives the same bytes on every machine.
/// </remarks>
public static class Int8
{
    /// <summary>The first operator set with <c>QuantizeLinear</c>.</summary>
    private const long MinOpset = 10;

    /// <summary>Converts a model.</summary>
    /// <param name="model">The model, in single precision; it stays as it is.</param>
    /// <param name="data">The data of its tensors.</param>
    /// <param name="writer">Takes the data of the tensors that lay in a file beside the model, converted or not.</param>
    /// <exception cref="InvalidDataException">A tensor has not the data that its dimensions need.</exception>
    public static ConvertedModel Convert(ModelProto model, ITensorData data, ITensorWriter writer)
    {
        if (Graphs.FindWithoutOutput(model) is { } dead)
            return ConvertedModel.Refused($"The model is malformed: {Graphs.Describe(dead)} has no output.");
        if (Graphs.FindQuantized(model) is { } quantized)
            return ConvertedModel.Refused($"The model is quantised already by {Graphs.Describe(quantized)}: only a model in single precision is converted to int8.");
        if (Graphs.Opset(model) is < MinOpset and var opset)
            return ConvertedModel.Refused($"The model is written in operator set {opset}: quantisation needs {MinOpset} or later; export it again with a later one.");
        if (!HasLayer(model.Graph))
        {
            return ConvertedModel.Refused(
                "The model has no Conv, ConvTranspose, Gemm or MatMul with constant weights in single precision outside of If, Loop and Scan: there is nothing to convert to int8.");
        }

        var converted = model.Clone();
        try
        {
            new QuantizedGraph(converted, new TensorStore(data, writer)).Run();
        }
        catch (ConversionException exception)
        {
            return ConvertedModel.Refused(exception.Message);
        }

        return ConvertedModel.To(converted);
    }

    private static bool HasLayer(GraphProto graph)
    {
        var constants = new Constants(graph);
        return graph.Node.Any(node => Layer.IsLayer(node, constants));
    }
}
