using System.Text.Json;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.Serving;

/// <summary>The JSON beside an exported predictor.</summary>
public sealed record PredictorDescription
{
    private static readonly JsonSerializerOptions Layout = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>The format's name and version.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>The trainer that made it.</summary>
    public required string Predictor { get; init; }

    /// <summary>Gets the number of labels that it was made from.</summary>
    public required int Labels { get; init; }

    /// <summary>The space whose architectures it knows.</summary>
    public string SearchSpace { get; init; } = Space.Name;

    /// <summary>Gets a value indicating whether architectures with the same effective cell may have different latencies, as where dead edges are run.</summary>
    public bool SeesDeadEdges { get; init; }

    /// <summary>The input's name: int64, n × 6.</summary>
    public string Input { get; init; } = PredictorExport.InputName;

    /// <summary>The edges, source and target node, in the order of the six numbers.</summary>
    public IReadOnlyList<string> Edges { get; init; } = [.. Edge.All.Select(edge => FormattableString.Invariant($"{edge.From}->{edge.To}"))];

    /// <summary>The operations in the order of their numbers, 0 first.</summary>
    public IReadOnlyList<string> Operations { get; init; } = LatBench.SearchSpaces.NasBench201.Operations.Names;

    /// <summary>The outputs' names: double, n, milliseconds.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [PredictorExport.LatencyName, PredictorExport.LowName, PredictorExport.HighName];

    /// <summary>The share of measurements that the interval should hold.</summary>
    public double IntervalLevel { get; init; } = Uncertainty.Conformal.Level;

    internal const string FormatName = "latbench-predictor/1";



    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Layout);

    /// <summary>Reads a description.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="PredictionException">It is not one, or of another format or space.</exception>
    public static PredictorDescription Parse(ReadOnlySpan<byte> json)
    {
        PredictorDescription? description;
        try
        {
            description = JsonSerializer.Deserialize<PredictorDescription>(json, Layout);
        }
        catch (JsonException exception)
        {
            throw new PredictionException("The predictor's JSON cannot be read: export it again.", exception);
        }

        if (description?.Format != FormatName)
            throw new PredictionException($"The predictor has the format '{description?.Format}', and this version reads '{FormatName}': use the version that wrote it.");
        if (description.SearchSpace != Space.Name)
            throw new PredictionException($"The predictor knows the space '{description.SearchSpace}', not {Space.Name}.");
        return description;
    }
}
