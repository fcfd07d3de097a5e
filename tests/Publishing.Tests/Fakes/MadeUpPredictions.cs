using LatBench.Measurements;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Publishing.Tests.Fakes;

/// <summary>A predictor of one target that says 1, 2, 3… ms of some architectures.</summary>
internal sealed class MadeUpPredictions(string target, params string[] architectures) : IPredictionSource
{
    public static string Sha256 { get; } = new('a', 64);

    /// <summary>The model configurations that it knows.</summary>
    public IReadOnlyList<ModelConfiguration> Configurations { get; init; } = [new ModelConfiguration { Input = "cifar100" }];

    public Task<IReadOnlyList<PublishedPredictions>> ListAsync(
        string asked, IReadOnlyDictionary<string, IReadOnlyCollection<Architecture>> measured, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PublishedPredictions>>(
    [
        .. Configurations.Where(_ => asked == target).Select(configuration => new PublishedPredictions
        {
            Version = 3,
            Trainer = "latbench",
            Labels = 900,
            Sha256 = Sha256,
            Configuration = configuration,
            Predictions = [.. architectures.Select((architecture, place) => Of(Nas201.Parse(architecture), place + 1.000000049))],
        }),
    ]);

    private static PublishedPrediction Of(Architecture architecture, double milliseconds) => new(
        architecture, Latency.FromMilliseconds(milliseconds), Latency.FromMilliseconds(milliseconds * 0.5), Latency.FromMilliseconds(milliseconds * 1.5));
}
