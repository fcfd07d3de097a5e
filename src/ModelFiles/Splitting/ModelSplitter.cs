using System.Globalization;
using Google.Protobuf;
using LatBench.ModelFiles.Reading;
using LatBench.Onnx;
using LatBench.Onnx.Conversion;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Splitting;

/// <summary>Splits a model into its graph and one file of weights.</summary>
internal static class ModelSplitter
{
    /// <summary>Writes the weights and gives the graph that refers to them.</summary>
    public static SlimModel Split(ReadModel read, string name, string weightsPath)
    {
        var model = read.Model.Clone();
        FreeText.Remove(model);
        var places = new List<(TensorProto Tensor, long Offset, long Length)>();
        string sha256;
        long length;
        using (var weights = new WeightsWriter(name, weightsPath))
        {
            WriteInitializers(model.Graph, read.Tensors, weights, places);
            WriteConstants(model.Graph, name, read.Tensors, weights, places);
            (sha256, length) = (weights.Finish(), weights.Length);
        }

        if (places.Count == 0)
        {
            File.Delete(weightsPath);
            return new SlimModel(model.ToByteArray(), null, null, 0);
        }

        var file = $"onnx-{sha256[..16]}.weights";
        foreach (var (tensor, offset, bytes) in places)
            MakeExternal(tensor, file, offset, bytes);
        return new SlimModel(model.ToByteArray(), file, sha256, length);
    }

    private static void WriteInitializers(GraphProto graph, LargeTensors large, WeightsWriter weights, List<(TensorProto Tensor, long Offset, long Length)> places)
    {
        for (var i = 0; i < graph.Initializer.Count; i++)
        {
            var tensor = graph.Initializer[i];
            if (large.Initializers.GetValueOrDefault(i) is { } slices)
            {
                if (slices.Length >= ModelScanner.LargeBytes)
                    places.Add((tensor, weights.Write(slices), slices.Length));
                else
                    MakeEmbedded(tensor, SliceReader.Read(graph.Name, slices));
            }
            else if ((ElementType)tensor.DataType != ElementType.String && TensorBytes.CountHeld(tensor) >= ModelScanner.LargeBytes)
            {
                var bytes = TensorBytes.Held(tensor);
                places.Add((tensor, weights.Write(bytes.Span), bytes.Length));
            }
        }
    }

    /// <summary>
    /// Large constants of Constant nodes become initialisers, as which ONNX Runtime treats them in any case; other operators keep the large tensors of their attributes.
    /// </summary>
    private static void WriteConstants(GraphProto graph, string name, LargeTensors large, WeightsWriter weights, List<(TensorProto Tensor, long Offset, long Length)> places)
    {
        var replaced = new HashSet<int>();
        foreach (var ((number, place), slices) in large.Attributes.OrderBy(entry => entry.Key))
        {
            var node = graph.Node[number];
            var attribute = node.Attribute[place];
            if (slices.Length < ModelScanner.LargeBytes || !IsConstant(node, attribute))
            {
                MakeEmbedded(attribute.T, SliceReader.Read(name, slices));
                continue;
            }

            var tensor = attribute.T;
            tensor.Name = node.Output[0];
            graph.Initializer.Add(tensor);
            places.Add((tensor, weights.Write(slices), slices.Length));
            replaced.Add(number);
        }

        if (replaced.Count == 0)
            return;
        var kept = graph.Node.Where((_, number) => !replaced.Contains(number)).ToArray();
        graph.Node.Clear();
        graph.Node.AddRange(kept);
    }

    private static bool IsConstant(NodeProto node, AttributeProto attribute) =>
        node.OpType == "Constant" && GraphMessages.IsOnnx(node.Domain) && attribute.Name == "value" && node.Output.Count == 1 && node.Output[0].Length > 0;

    private static void MakeEmbedded(TensorProto tensor, byte[] bytes)
    {
        TensorBytes.MoveToRaw(tensor, bytes);
        tensor.ExternalData.Clear();
        tensor.DataLocation = TensorProto.Types.DataLocation.Default;
    }

    private static void MakeExternal(TensorProto tensor, string file, long offset, long length)
    {
        TensorBytes.MoveToRaw(tensor, default);
        tensor.ExternalData.Clear();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = file });
        tensor.ExternalData.Add(Entry("offset", offset));
        tensor.ExternalData.Add(Entry("length", length));
    }

    private static StringStringEntryProto Entry(string key, long value) => new() { Key = key, Value = value.ToString(CultureInfo.InvariantCulture) };
}

/// <summary>Texts for readers, which change nothing in a run, and in which exporters write stack traces with the paths of their machine.</summary>
internal static class FreeText
{
    public static void Remove(ModelProto model)
    {
        model.DocString = "";
        foreach (var function in model.Functions)
        {
            function.DocString = "";
            Remove(function.Node);
            foreach (var graph in function.Node.Subgraphs())
                Remove(graph);
        }

        foreach (var graph in model.Graph.WithSubgraphs())
            Remove(graph);
    }

    private static void Remove(GraphProto graph)
    {
        graph.DocString = "";
        Remove(graph.Node);
        foreach (var tensor in graph.Initializer)
            tensor.DocString = "";
        foreach (var value in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
            value.DocString = "";
    }

    private static void Remove(IEnumerable<NodeProto> nodes)
    {
        foreach (var node in nodes)
        {
            node.DocString = "";
            node.MetadataProps.Clear();
            foreach (var attribute in node.Attribute)
            {
                if (attribute.T is { } tensor)
                    tensor.DocString = "";
            }
        }
    }
}
