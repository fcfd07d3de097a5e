using Google.Protobuf;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Exporter.Tests.Wiring;

/// <summary>An exported graph with random weights, the image that ONNX Runtime ran it on, and its logits, the largest of which is between 0.5 and 1 without its sign.</summary>
/// <param name="Case">The network.</param>
/// <param name="Tensors">The weights.</param>
/// <param name="Image">The elements of the tensor <c>input</c>.</param>
/// <param name="Logits">The elements of the tensor <c>logits</c>.</param>
internal sealed record RandomModel(WiringCase Case, IReadOnlyList<PlacedTensor> Tensors, float[] Image, float[] Logits)
{
    public static RandomModel Run(WiringCase one)
    {
        var model = ModelProto.Parser.ParseFrom(ModelExporter.ExportEmbedded(one.Spec).Graph);
        var weights = RandomWeights.Replace(model, new SplitMix64(one.Seed));
        var image = TestInputs.Random(one.Spec, one.Seed);
        var exponent = -Math.ILogB(Largest(Run(model, image, one))) - 1;
        weights.ScaleClassifier(exponent);
        var logits = Run(model, image, one);
        Assert.InRange(Largest(logits), 0.49, 1.01);
        return new RandomModel(one, [.. weights.Tensors], image, logits);
    }

    private static double Largest(float[] logits)
    {
        var largest = logits.Max(Math.Abs);
        Assert.True(float.IsNormal(largest), $"The largest logit is {largest}.");
        return largest;
    }

    private static float[] Run(ModelProto model, float[] image, WiringCase one)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model.ToByteArray(), options);
        return Ort.Run(session, image, one.Spec.InputShape);
    }
}
