using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Measurements;
using LatBench.Prediction;
using LatBench.Search.Candidates;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Searches;

/// <summary>The candidates of a search and their predictions when it began; stored with it, so that a predictor trained later changes nothing.</summary>
internal sealed class SearchCandidates
{
    private readonly Lazy<Dictionary<Architecture, int>> _places;

    public SearchCandidates() => _places = new(() => All!.Index().ToDictionary(pair => pair.Item, pair => pair.Index));

    /// <summary>Their space.</summary>
    public required ISearchSpace Space { get; init; }

    /// <summary>The candidates.</summary>
    public required IReadOnlyList<Architecture> All { get; init; }

    /// <summary>Gets a value indicating whether architectures that are no candidates may be suggested as well: where the candidates are a sample of a space that cannot be listed.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Their indices in the published tables, −1 where unknown; null where none is known.</summary>
    public int[]? OfficialIndices { get; init; }

    /// <summary>Figures that need no training, one a candidate; null where there are none.</summary>
    public double[]? Priors { get; init; }

    /// <summary>Predictions of each target of the search.</summary>
    public required CandidateLatencies[] Latencies { get; init; }

    /// <summary>The model configuration that the predictions are about, as proto JSON; null where nothing is predicted.</summary>
    public string? ModelConfig { get; init; }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static SearchCandidates Read(ISearchSpace space, string json)
    {
        var stored = JsonSerializer.Deserialize<Stored>(json, JsonSerializerOptions.Web) ?? throw new InvalidDataException("Stored candidates are null.");
        return new SearchCandidates
        {
            Space = space,
            All = stored.Texts is { } texts
                ? [.. texts.Select(text => new Architecture(space.Name, text))]
                : [.. stored.Architectures!.Select(place => SpaceIndex.Of(space)!.All[place])],
            IsOpen = stored.IsOpen,
            OfficialIndices = stored.OfficialIndices,
            Priors = stored.Priors,
            Latencies = stored.Latencies,
            ModelConfig = stored.ModelConfig,
        };
    }

    public string Write()
    {
        var index = SpaceIndex.Of(Space);
        return JsonSerializer.Serialize(
            new Stored
            {
                Architectures = index is null ? null : [.. All.Select(architecture => index[architecture])],
                Texts = index is null ? [.. All.Select(architecture => architecture.Text)] : null,
                IsOpen = IsOpen,
                OfficialIndices = OfficialIndices,
                Priors = Priors,
                Latencies = Latencies,
                ModelConfig = ModelConfig,
            },
            JsonSerializerOptions.Web);
    }

    public CandidateSet ToSet() => IsOpen ? CandidateSet.Restore(Space, All) : CandidateSet.Of(Space, All);

    /// <summary>The same with the architectures that were suggested beside them.</summary>
    /// <param name="additions">What <see cref="SearchGrowth.Write"/> wrote of each.</param>
    public SearchCandidates With(IReadOnlyList<(Architecture Architecture, string Addition)> additions)
    {
        if (additions.Count == 0)
            return this;
        var figures = additions.Select(addition => SearchGrowth.Read(addition.Addition)).ToArray();
        return new SearchCandidates
        {
            Space = Space,
            All = [.. All, .. additions.Select(addition => addition.Architecture)],
            IsOpen = IsOpen,
            Latencies =
            [
                .. Latencies.Select((latencies, target) => latencies with
                {
                    Ms = [.. latencies.Ms, .. figures.Select(one => one[target][0])],
                    Low = [.. latencies.Low, .. figures.Select(one => one[target][1])],
                    High = [.. latencies.High, .. figures.Select(one => one[target][2])],
                }),
            ],
            ModelConfig = ModelConfig,
        };
    }

    /// <summary>Returns the position of a candidate in the lists; −1 for none.</summary>
    public int Place(Architecture architecture) => _places.Value.GetValueOrDefault(architecture, -1);

    /// <summary>The candidates as they are stored: by their place in a space that can be listed, else by their text.</summary>
    private sealed record Stored
    {
        public int[]? Architectures { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string[]? Texts { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsOpen { get; init; }

        public int[]? OfficialIndices { get; init; }

        public double[]? Priors { get; init; }

        public required CandidateLatencies[] Latencies { get; init; }

        public string? ModelConfig { get; init; }
    }
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
