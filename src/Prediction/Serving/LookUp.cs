using LatBench.Onnx;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Serving;

/// <summary>The look-up of features by the options of an architecture, within an exported predictor.</summary>
internal static class LookUp
{
    /// <summary>Determines whether a space has an architecture for every combination of options, in the order of their numbers.</summary>
    public static bool Fits(SpaceIndex index, IArchitectureChoices choices)
    {
        var places = PlaceValues(choices);
        if (places.Length == 0 || index.All.Count != places[0] * choices.Options.Count)
            return false;
        var options = new int[places.Length];
        for (var row = 0; row < index.All.Count; row++)
        {
            choices.Read(index.All[row], options);
            if (options.Zip(places, (option, place) => option * place).Sum() != row)
                return false;
        }

        return true;
    }

    /// <summary>Writes the input and the look-up.</summary>
    /// <returns>The features, float32, n × the encoder's width.</returns>
    public static Value Write(GraphBuilder graph, ISearchSpace space, IArchitectureChoices choices, IArchitectureEncoder encoder)
    {
        var input = graph.Input(PredictorExport.ArchitectureName, ElementType.Int64, GraphBuilder.Batch, choices.Places.Count);
        var weighted = graph.Mul("place", input, graph.Initializer(ModelTensors.Of("place_values", PlaceValues(choices), choices.Places.Count)));
        var axes = graph.Initializer(ModelTensors.Of("last_axis", [1L], 1));
        var index = graph.Node("ReduceSum", "index", [weighted, axes], Attributes.Int("keepdims", 0));
        var table = graph.Initializer(EncodedArchitectures.Of("features_table", encoder, SpaceIndex.Of(space)!.All));
        return graph.Node("Cast", PredictorExport.FeaturesName, [graph.Node("Gather", "features_row", [table, index])], Attributes.Int("to", (long)ElementType.Float32));
    }

    private static long[] PlaceValues(IArchitectureChoices choices)
    {
        var values = new long[choices.Places.Count];
        for (var (place, value) = (values.Length - 1, 1L); place >= 0; place--, value *= choices.Options.Count)
            values[place] = value;
        return values;
    }
}
