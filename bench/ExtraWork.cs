using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using LatBench.Exporter;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.Bench;

/// <summary>Makes a slower build of a model: matrix multiplications that change nothing follow its output, within the timed region.</summary>
internal static class ExtraWork
{
    private const string Matrix = "extra_identity";

    /// <summary>Returns the graph with so many multiplications by an identity matrix, which the runtime cannot know to be one, behind its output.</summary>
    /// <param name="model">The model, whose only output is a row of numbers.</param>
    /// <param name="steps">The number of multiplications; 0 leaves the graph as it is.</param>
    public static byte[] Add(ExportedModel model, int steps)
    {
        if (steps == 0) return model.Graph;
        var changed = ModelProto.Parser.ParseFrom(model.Graph);
        var graph = changed.Graph;
        var output = graph.Output.Single();
        var width = (int)output.Type.TensorType.Shape.Dim[^1].DimValue;
        var identity = new float[width * width];
        for (var i = 0; i < width; i++) identity[i * (width + 1)] = 1;
        graph.Initializer.Add(Tensors.Embedded(Matrix, ElementType.Float32, [width, width], MemoryMarshal.AsBytes(identity.AsSpan()).ToArray()));
        var last = output.Name;
        for (var step = 0; step < steps; step++)
        {
            var next = string.Create(CultureInfo.InvariantCulture, $"extra_{step}");
            graph.Node.Add(new NodeProto { Name = next, OpType = "MatMul", Input = { last, Matrix }, Output = { next } });
            last = next;
        }

        output.Name = last;
        return changed.ToByteArray();
    }
}
