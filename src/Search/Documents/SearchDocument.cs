using LatBench.SearchSpaces;

namespace LatBench.Search.Documents;

/// <summary>The content of the report of a search.</summary>
public sealed record SearchDocument
{
    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>Settings and counts, name and value, in the order shown.</summary>
    public required IReadOnlyList<(string Name, string Value)> Facts { get; init; }

    /// <summary>Accuracies in the order of arrival; null for failed trainings.</summary>
    public required IReadOnlyList<double?> Accuracies { get; init; }

    /// <summary>Evaluated architectures with the predicted latency of the first target; empty where nothing is predicted.</summary>
    public required IReadOnlyList<Fronts.FrontPoint> Points { get; init; }

    /// <summary>The target that <see cref="Points"/> are about; null where nothing is predicted.</summary>
    public string? Target { get; init; }

    /// <summary>The limit on that target; null where there is none.</summary>
    public double? LimitMs { get; init; }

    /// <summary>The best, best first.</summary>
    public required IReadOnlyList<WinnerLine> Winners { get; init; }

    /// <summary>A sentence under the winners; empty for none.</summary>
    public string Note { get; init; } = "";
}

/// <summary>One winner on one target.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Code">Its short name.</param>
/// <param name="Accuracy">In percent.</param>
/// <param name="Target">The target; null where the search has none.</param>
/// <param name="Predicted">Prediction and the ends of its 90 % interval, in milliseconds; null where there is none.</param>
/// <param name="Measured">Measured latency and the ends of its 95 % interval, in milliseconds; null before.</param>
/// <param name="LimitMs">The limit; null for none.</param>
/// <param name="State">Such as <c>confirmed</c>.</param>
public sealed record WinnerLine(
    Architecture Architecture, string Code, double Accuracy, string? Target, (double Ms, double Low, double High)? Predicted,
    (double Ms, double Low, double High)? Measured, double? LimitMs, string State);
