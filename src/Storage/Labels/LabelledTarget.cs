using LatBench.Models;

namespace LatBench.Storage.Labels;

/// <summary>A target with latencies of one search space and model configuration.</summary>
public sealed record LabelledTarget
{
    /// <summary>Slug of the target.</summary>
    public required string Target { get; init; }

    /// <summary>The origin of its latencies: measured here, or imported.</summary>
    public required LabelOrigin Origin { get; init; }

    /// <summary>Gets the name of the space of its architectures.</summary>
    public required string SearchSpace { get; init; }

    /// <summary>Gets the configuration of the models.</summary>
    public required ModelConfiguration Configuration { get; init; }

    /// <summary>The number of architectures that have a latency.</summary>
    public required int Labels { get; init; }

    /// <summary>The source of an imported table; null for what was measured here.</summary>
    public ImportSource? Source { get; init; }

    /// <summary>When it was imported; null for what was measured here.</summary>
    public DateTimeOffset? ImportedAt { get; init; }
}

/// <summary>The origin of the latencies of a target. The numbers are on the wire: they never change.</summary>
public enum LabelOrigin
{
    /// <summary>Measured by agents of this installation, in campaigns.</summary>
    Measured = 1,

    /// <summary>Taken elsewhere; the latencies came as a table.</summary>
    Imported = 2,
}

/// <summary>The source of an imported table; empty where it was not given.</summary>
/// <param name="Name">The publication, or the address of the file.</param>
/// <param name="Licence">The licence of the data.</param>
/// <param name="Notes">Anything else.</param>
public sealed record ImportSource(string Name, string Licence, string Notes);
