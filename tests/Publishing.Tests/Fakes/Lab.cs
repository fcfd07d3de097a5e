using LatBench.Measurements;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.SnapshotFormat;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;
using LatBench.TestKit;

namespace LatBench.Publishing.Tests.Fakes;

/// <summary>A builder over made-up measurements, in a directory of its own.</summary>
internal sealed class Lab : IDisposable
{
    private readonly TempDirectory _directory = new();

    public InMemorySource Source { get; } = new();

    public InMemorySnapshotStore Store { get; } = new();

    /// <summary>Gets the search spaces that the builder knows.</summary>
    public SearchSpaceRegistry Spaces { get; init; } = SearchSpaceRegistry.BuiltIn;

    public SnapshotBuilder Builder => field ??= NewBuilder();

    public string Snapshots => _directory.PathOf("snapshots");

    /// <summary>Names of all there is, hidden ones included, except the lock.</summary>
    public IEnumerable<string> Entries => Directory.EnumerateDirectories(Snapshots).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public SnapshotBuilder NewBuilder() => new(Source, Store, Spaces, Snapshots, TimeProvider.System);

    public string PathOf(string version) => Path.Combine(Snapshots, $"latbench-{version}");

    /// <summary>Adds a measurement of the architecture that its model was exported from, with two passes.</summary>
    public Lab Add(Measurement measurement, params string[] sharing)
    {
        if (!Source.Targets.Exists(entry => entry.Target.Slug == measurement.Target))
            Source.Targets.Add((Given.TargetOf(measurement.Target), Given.Device(measurement.Target.Split('/')[0])));
        Source.Measurements.Add(new PublishedMeasurement(measurement, measurement.Verdict == Verdict.Failed ? [] : [Given.Pass(1), Given.Pass(2)]));
        foreach (var architecture in sharing.Prepend(measurement.Model.Architecture))
            Source.Architectures.Add(new PublishedArchitecture(architecture, measurement.Model.Sha256));
        return this;
    }

    /// <summary>Adds a measurement of a user's file; null for one that was deleted since.</summary>
    public Lab AddUploaded(string? name, double milliseconds)
    {
        var sha256 = new string(name is null ? 'e' : 'f', 64);
        if (name is not null)
            Source.UploadedModels.Add(Given.Uploaded(sha256, name));
        var measured = Given.Measurement(Given.Live, milliseconds);
        return Add(measured with
        {
            Model = measured.Model with
            {
                Sha256 = new string(name is null ? 'c' : 'd', 64),
                SearchSpace = UploadedModel.SearchSpace,
                Architecture = sha256,
                CanonicalArchitecture = sha256,
                Configuration = new ModelConfiguration { Input = "x=float32[1,3] uniform -1 1", GraphVariant = GraphVariant.Literal },
            },
        });
    }

    /// <summary>Gives the first measurement of an architecture's model a profile.</summary>
    public Lab Profile(string architecture)
    {
        var index = Source.Measurements.FindIndex(known => known.Measurement.Model.Sha256 == Given.Model(architecture).Sha256);
        Source.Measurements[index] = Source.Measurements[index] with { Profile = Given.Profile() };
        return this;
    }

    /// <summary>Puts another measurement in the place of the one of the same model and target.</summary>
    public void Replace(Measurement measurement)
    {
        var index = Source.Measurements.FindIndex(known => known.Measurement.Model.Sha256 == measurement.Model.Sha256 && known.Measurement.Target == measurement.Target);
        Source.Measurements[index] = Source.Measurements[index] with { Measurement = measurement };
    }

    /// <summary>One valid measurement that two architectures share, another one with a profile, a suspect one and a failed one.</summary>
    public static Lab WithEveryVerdict() => new Lab()
        .Add(Given.Measurement(Given.Live, 0.8))
        .Add(Given.Measurement(Given.Direct, 0.5), Given.DirectWithDeadEdges)
        .Add(Given.Measurement(Given.Direct, 2, dataset: "cifar10") with { Verdict = Verdict.Suspect, Suspicions = ["canary moved 3 %", "throttled"] })
        .Add(Given.Measurement(Given.Live, dataset: "cifar10") with
        {
            Verdict = Verdict.Failed,
            StopReason = StopReason.Failed,
            Summary = null,
            MeasuredAt = null,
            FailureReason = FailureReason.RunnerCrashed,
            FailureMessage = "The runner ended with signal 11.",
        })
        .Profile(Given.Live);

    public Task<SnapshotBuild> BuildAsync(string? version = null, PublicationSelection? selection = null) => Builder.BuildAsync(
        new SnapshotRequest { Selection = selection ?? PublicationSelection.All, Version = version is null ? null : SnapshotVersion.Parse(version) },
        TestContext.Current.CancellationToken);

    /// <summary>Publishes campaign 1 with campaign 2 as its repeat: the same valid models, each <paramref name="factor"/> times as long.</summary>
    public async Task<SnapshotBuild> RepeatAsync(double factor = 1.005, IPredictionSource? predictions = null)
    {
        foreach (var known in Source.Measurements.Where(known => known.Measurement.Verdict == Verdict.Valid).ToArray())
        {
            var second = known.Measurement with { Id = 2, CampaignId = 2, Summary = Given.Summary(known.Measurement.Summary!.Latency.Milliseconds * factor), MeasuredAt = Given.Start.AddDays(1) };
            Source.Measurements.Add(known with { Measurement = second });
        }

        return await Builder.BuildAsync(
            new SnapshotRequest { Selection = new PublicationSelection([1], []), RepeatCampaignId = 2, Predictions = predictions }, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        Builder.Dispose();
        _directory.Dispose();
    }
}
