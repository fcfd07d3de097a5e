using LatBench.Contracts.V1;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Quickstart;

/// <summary>The settings of a quickstart.</summary>
internal sealed record QuickstartPlan(int Models, ulong Seed, ModelConfig ModelConfig, Protocol Protocol, bool Remeasure);

/// <summary>The result of a quickstart.</summary>
internal sealed record QuickstartResult
{
    public required QuickstartPlan Plan { get; init; }

    public required Device Device { get; init; }

    /// <summary>The campaign as it ended.</summary>
    public required Campaign Campaign { get; init; }

    /// <summary>Its measurements, the reused ones included.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    public required Snapshot Snapshot { get; init; }

    public required SnapshotVerification Verification { get; init; }

    /// <summary>The time from the start of the campaign to its end.</summary>
    public required TimeSpan CampaignTime { get; init; }

    /// <summary>The outcome of the training on the measurements; null where none was requested.</summary>
    public QuickstartPrediction? Prediction { get; init; }

    /// <summary>The search under a limit; null where there is no predictor to search with.</summary>
    public QuickstartSearch? Search { get; init; }

    /// <summary>The wall-clock time of the whole command.</summary>
    public required TimeSpan WallTime { get; init; }

    public CampaignProgress Progress => Campaign.Progress ?? new CampaignProgress();

    public string Target => Campaign.Targets.FirstOrDefault() ?? "";

    /// <summary>Valid measurements made by this run.</summary>
    public int MeasuredValid => Progress.Valid - Progress.Reused;

    public TimeSpan InferenceTime => Progress.InferenceTime?.ToTimeSpan() ?? TimeSpan.Zero;

    /// <summary>Share of the measurements whose interval met the error target, the failed ones counted as not.</summary>
    public double ShareWithinTarget => Progress.Measurements == 0 ? 0 : (double)Progress.WithinTarget / Progress.Measurements;
}
