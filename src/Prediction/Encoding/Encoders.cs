using LatBench.SearchSpaces;

namespace LatBench.Prediction.Encoding;

/// <summary>The encoders of a space as predictors use them.</summary>
internal static class Encoders
{
    /// <summary>The features for LatBench's own predictor and for trees.</summary>
    public static IArchitectureEncoder Features(ISearchSpace space) => NetworkFeatures.EncodersOf(space).Features;

    /// <summary>The option at each place, or, where a space has no choices, the number of times that each operator is computed.</summary>
    public static IArchitectureEncoder Choices(ISearchSpace space) =>
        space.Choices is { } choices ? new ChoiceFeatures(space, choices) : NetworkFeatures.EncodersOf(space).Operations;

    /// <summary>The graph of the paper.</summary>
    /// <exception cref="PredictionException">The space has none.</exception>
    public static IGraphEncoder Graph(ISearchSpace space) => NetworkFeatures.EncodersOf(space).Graph
        ?? throw new PredictionException($"The space {space.Name} has no cell graph, which graph networks read: take another predictor or strategy.");

    /// <summary>Finds the encoder that an exported predictor names.</summary>
    /// <exception cref="PredictionException">The space has no such encoder in this version.</exception>
    public static IArchitectureEncoder Named(ISearchSpace space, string name)
    {
        var encoders = NetworkFeatures.EncodersOf(space);
        List<IArchitectureEncoder> known = [encoders.Features, encoders.Operations, encoders.Cost, Choices(space)];
        if (encoders.Graph is { } graph)
            known.Add(new GraphFeatures(graph));
        if (SpaceIndex.Of(space) is { } index)
            known.Add(new PlaceFeature(index));
        return known.Find(one => one.Name == name)
            ?? throw new PredictionException($"The predictor reads the features '{name}' of {space.Name}, which this version does not compute: train it again.");
    }
}
