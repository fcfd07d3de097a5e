namespace LatBench.Storage.Labels;

/// <summary>A target with latencies of one form of models.</summary>
public sealed record LabelledTarget
{
    /// <summary>Slug of the target.</summary>
    public required string Target { get; init; }

    /// <summary>Whether it was measured here.</summary>
    public required LabelOrigin Origin { get; init; }

    /// <summary>In which form architectures became models.</summary>
    public required ModelForm Form { get; init; }

    /// <summary>How many architectures have a latency.</summary>
    public required int Labels { get; init; }

    /// <summary>Where an imported table comes from; null for what was measured here.</summary>
    public ImportSource? Source { get; init; }

    /// <summary>When it was imported; null for what was measured here.</summary>
    public DateTimeOffset? ImportedAt { get; init; }
}

/// <summary>Who took the latencies of a target. The numbers are on the wire: they never change.</summary>
public enum LabelOrigin
{
    /// <summary>Agents of this installation, in campaigns.</summary>
    Measured = 1,

    /// <summary>Somebody else; the latencies came as a table.</summary>
    Imported = 2,
}

/// <summary>Where an imported table comes from; empty where it was not said.</summary>
/// <param name="Name">The publication, or the address of the file.</param>
/// <param name="Licence">The licence of the data.</param>
/// <param name="Notes">Anything else.</param>
public sealed record ImportSource(string Name, string Licence, string Notes);
