using LatBench.Measurements;
using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.Publishing;

/// <summary>The source of predictions that are published beside measurements, in a table of their own.</summary>
public interface IPredictionSource
{
    /// <summary>
    /// Returns the predictions of the predictors that serve a target, one for each search space and model configuration: of every measurable architecture of a space that can
    /// be listed (<see cref="SpaceIndex"/>), else of those that are measured.
    /// </summary>
    /// <param name="target">Slug of the target.</param>
    /// <param name="measured">The architectures that the snapshot has measurements of, by the name of their space.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<PublishedPredictions>> ListAsync(string target, IReadOnlyDictionary<string, IReadOnlyCollection<Architecture>> measured, CancellationToken cancellationToken);
}

/// <summary>The predictions of one version of a predictor.</summary>
public sealed record PublishedPredictions
{
    /// <summary>Gets the version of the target's predictor, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Gets the name of the trainer that made it, for example <c>latbench</c>.</summary>
    public required string Trainer { get; init; }

    /// <summary>Labels it was trained from.</summary>
    public required int Labels { get; init; }

    /// <summary>SHA-256 of its ONNX file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Gets the configuration of the models whose latency it predicts.</summary>
    public required ModelConfiguration Configuration { get; init; }

    /// <summary>One an architecture.</summary>
    public required IReadOnlyList<PublishedPrediction> Predictions { get; init; }
}

/// <summary>A predicted latency.</summary>
/// <param name="Architecture">A measurable one.</param>
/// <param name="Latency">The prediction.</param>
/// <param name="Low">Lower end of its 90 % interval.</param>
/// <param name="High">Upper end of its 90 % interval.</param>
public readonly record struct PublishedPrediction(Architecture Architecture, Latency Latency, Latency Low, Latency High);
