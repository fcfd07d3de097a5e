using System.Text.Json;
using LatBench.Measurements;
using LatBench.Prediction;
using LatBench.Search.Candidates;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Coordinator.Searches;

/// <summary>The candidates of a search and their predictions when it began; stored with it, so that a predictor trained later changes nothing.</summary>
internal sealed record SearchCandidates
{
    /// <summary>Candidates, by <see cref="Architecture.Index"/>.</summary>
    public required int[] Architectures { get; init; }

    /// <summary>Their indices in the published tables, −1 where unknown; null where none is known.</summary>
    public int[]? OfficialIndices { get; init; }

    /// <summary>Figures that need no training, one a candidate; null where there are none.</summary>
    public double[]? Priors { get; init; }

    /// <summary>Predictions of each target of the search.</summary>
    public required CandidateLatencies[] Latencies { get; init; }

    /// <summary>The configuration of the models that the predictions are about, as proto JSON; null where nothing is predicted.</summary>
    public string? ModelConfig { get; init; }

    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static SearchCandidates Read(string json) => JsonSerializer.Deserialize<SearchCandidates>(json, JsonSerializerOptions.Web)
        ?? throw new InvalidDataException("Stored candidates are null.");

    public CandidateSet ToSet() => CandidateSet.Of(Architectures.Select(Architecture.FromIndex));

    /// <summary>Returns the position of a candidate in the lists; −1 for none.</summary>
    public int Place(Architecture architecture) => Array.IndexOf(Architectures, architecture.Index);
}

/// <summary>Predictions of one target, in milliseconds, one a candidate.</summary>
/// <param name="Target">Slug.</param>
/// <param name="PredictorId">The predictor that made them.</param>
/// <param name="Ms">Predictions.</param>
/// <param name="Low">Lower ends of the 90 % intervals.</param>
/// <param name="High">Upper ends.</param>
internal sealed record CandidateLatencies(string Target, long PredictorId, double[] Ms, double[] Low, double[] High)
{
    public LatencyPrediction this[int place] => new(Latency.FromMilliseconds(Ms[place]), Latency.FromMilliseconds(Low[place]), Latency.FromMilliseconds(High[place]));
}
