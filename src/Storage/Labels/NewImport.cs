using LatBench.Models;

namespace LatBench.Storage.Labels;

/// <summary>A table of latencies from elsewhere, for one target.</summary>
public sealed record NewImport
{
    /// <summary>Slug of the target that the table becomes.</summary>
    public required string Target { get; init; }

    /// <summary>Chosen by the caller; a repeat with the same value is the same call. Null for none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets the name of the space of the architectures.</summary>
    public required string SearchSpace { get; init; }

    /// <summary>Gets the configuration of the models.</summary>
    public required ModelConfiguration Configuration { get; init; }

    /// <summary>The source of the table.</summary>
    public required ImportSource Source { get; init; }

    /// <summary>The latencies; no architecture twice.</summary>
    public required IReadOnlyList<Label> Labels { get; init; }

    /// <summary>Gets a value indicating whether a table that the target has may be replaced.</summary>
    public bool Replace { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>The result of an import.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Target">The imported target as it stands now; null where the slug is that of a target measured here.</param>
public sealed record ImportResult(ImportOutcome Outcome, LabelledTarget? Target);

/// <summary>The outcome of an import. The numbers are stored: they never change.</summary>
public enum ImportOutcome
{
    /// <summary>The target is new.</summary>
    Imported = 1,

    /// <summary>Another table of the target was replaced.</summary>
    Replaced = 2,

    /// <summary>The target has this very table.</summary>
    Unchanged = 3,

    /// <summary>The target has another table, and it was not to be replaced. Nothing was changed.</summary>
    Differs = 4,

    /// <summary>The slug is that of a target that is measured here. Nothing was changed.</summary>
    MeasuredHere = 5,
}
