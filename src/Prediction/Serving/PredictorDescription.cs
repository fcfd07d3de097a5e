using System.Text.Json;
using System.Text.Json.Serialization;

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
    public string SearchSpace { get; init; } = "";

    /// <summary>Gets a value indicating whether architectures with the same network may have different latencies, as where dead edges are run.</summary>
    public bool SeesDeadEdges { get; init; }

    /// <summary>The input's name: <c>architecture</c>, int64, n × places, or <c>features</c>, float32, n × <see cref="Features"/>.</summary>
    public string Input { get; init; } = PredictorExport.ArchitectureName;

    /// <summary>Gets the name of the encoder that computes the features; null where the file looks them up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoder { get; init; }

    /// <summary>Gets the number of features; null where the file looks them up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Features { get; init; }

    /// <summary>Gets the places in the order of the numbers of an architecture; null where the input is features.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Edges { get; init; }

    /// <summary>Gets the options in the order of their numbers, 0 first; null where the input is features.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Operations { get; init; }

    /// <summary>The outputs' names: double, n, milliseconds.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [PredictorExport.LatencyName, PredictorExport.LowName, PredictorExport.HighName];

    /// <summary>The share of measurements that the interval should hold.</summary>
    public double IntervalLevel { get; init; } = Uncertainty.Conformal.Level;

    internal const string FormatName = "latbench-predictor/1";



    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Layout);

    /// <summary>Reads a description.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="PredictionException">It is not one, or of another format.</exception>
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
        return description;
    }
}
