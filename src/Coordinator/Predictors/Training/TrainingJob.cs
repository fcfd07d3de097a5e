using System.Text.Json.Serialization;
using LatBench.Measurements;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>The job that a training process is given, as one message of JSON on its standard input.</summary>
internal sealed record TrainingJob
{
    /// <summary>Gets the name of the space of the architectures.</summary>
    public required string SearchSpace { get; init; }

    /// <summary>Gets the name of the trainer.</summary>
    public required string Trainer { get; init; }

    /// <summary>Seed of the training and of the split.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Threads that it may use.</summary>
    public required int Threads { get; init; }

    /// <summary>Share of the labels to hold out.</summary>
    public required double HeldOutShare { get; init; }

    /// <summary>Gets the number of labels that an adaptation takes; 0 for all.</summary>
    public int Samples { get; init; }

    /// <summary>Gets a value indicating whether architectures with the same canonical form are the same model.</summary>
    public required bool Pruned { get; init; }

    /// <summary>The labels.</summary>
    public required LatencyList Labels { get; init; }

    /// <summary>Gets the profiles of some of the labelled models; empty where none was profiled.</summary>
    public IReadOnlyList<ModelProfile> Profiles { get; init; } = [];

    /// <summary>Gets the targets to adapt from, each with every measurable architecture; empty for a training from the labels alone.</summary>
    public IReadOnlyList<PriorTable> Priors { get; init; } = [];
}

/// <summary>Latencies of architectures.</summary>
/// <param name="Architectures">The architectures.</param>
/// <param name="Milliseconds">Their latencies.</param>
internal sealed record LatencyList(IReadOnlyList<string> Architectures, IReadOnlyList<double> Milliseconds)
{
    /// <summary>The latencies as labels.</summary>
    public LabelledArchitecture[] ToLabels(ISearchSpace space) =>
        [.. Architectures.Zip(Milliseconds, (text, ms) => new LabelledArchitecture(space.Parse(text), Latency.FromMilliseconds(ms)))];
}

/// <summary>The profile of a model, as parts of the latency that was measured.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="PlaceMs">The time that the operation at every place takes in the whole network, in milliseconds.</param>
/// <param name="RestMs">Everything else, in milliseconds.</param>
internal sealed record ModelProfile(string Architecture, IReadOnlyList<double> PlaceMs, double RestMs);

/// <summary>The latencies of a target that is known.</summary>
/// <param name="Target">Its slug.</param>
/// <param name="Latencies">Of every measurable architecture.</param>
internal sealed record PriorTable(string Target, LatencyList Latencies);

/// <summary>A message of a training process, JSON on its standard output: progress, or how it ended.</summary>
internal sealed record TrainingMessage
{
    /// <summary>Gets the stage that the training is at.</summary>
    public string? Stage { get; init; }

    /// <summary>Gets the progress of the training, 0 to 1.</summary>
    public double Fraction { get; init; }

    /// <summary>Gets the reason why the training failed.</summary>
    public TrainingFailure? Failure { get; init; }

    /// <summary>The same in one sentence.</summary>
    public string? Message { get; init; }

    /// <summary>Gets the output of the training.</summary>
    public TrainingOutput? Output { get; init; }
}

/// <summary>The output of a training.</summary>
internal sealed record TrainingOutput
{
    /// <summary>Labels it was made from.</summary>
    public required int Labels { get; init; }

    /// <summary>Labels held out.</summary>
    public required int HeldOutLabels { get; init; }

    /// <summary>Gets the evaluation of it and the baselines by those held out, in the JSON of the contract; null where there are too few.</summary>
    public string? Evaluation { get; init; }

    /// <summary>Its files, by path.</summary>
    public required IReadOnlyDictionary<string, byte[]> Files { get; init; }
}

/// <summary>The JSON between a coordinator and its training process.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrainingJob))]
[JsonSerializable(typeof(TrainingMessage))]
internal sealed partial class TrainingJson : JsonSerializerContext;
