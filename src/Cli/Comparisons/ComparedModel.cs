using LatBench.Measurements.Comparisons;

namespace LatBench.Cli.Comparisons;

/// <summary>A row of a comparison.</summary>
internal sealed record ComparedModel
{
    public required string Model { get; init; }

    /// <summary>Gets the model of the second side; that of the first unless two models are compared.</summary>
    public required string SecondModel { get; init; }

    public required string Space { get; init; }

    public required string Configuration { get; init; }

    public required string SecondConfiguration { get; init; }

    public required string Target { get; init; }

    public required string SecondTarget { get; init; }

    /// <summary>Gets the name of the first measurement; null in a snapshot.</summary>
    public string? Measurement { get; init; }

    /// <summary>Gets the name of the second measurement; null in a snapshot.</summary>
    public string? SecondMeasurement { get; init; }

    public required Comparison Comparison { get; init; }

    /// <summary>Gets the operators of both profiles; null where one has none.</summary>
    public IReadOnlyList<OperatorComparison>? Operators { get; init; }
}
