namespace LatBench.Publishing;

/// <summary>The information about a snapshot beside its data: licence, publisher, and tables for the card.</summary>
public sealed record Publication
{
    /// <summary>Nothing said: no licence granted, no publisher named.</summary>
    public static Publication Unstated { get; } = new();

    /// <summary>Gets the terms under which the data may be used.</summary>
    public DataLicense License { get; init; } = DataLicense.Unstated;

    /// <summary>Gets the publisher, a person or an organisation; null where none is named.</summary>
    public string? Publisher { get; init; }

    /// <summary>Gets the address of the snapshot on the web; null where that is not known.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// The index that another table gives every architecture, in the order of the search space; one number each, below zero where it has none.
    /// Null where no such table was given.
    /// </summary>
    public IReadOnlyList<int>? OfficialIndexes { get; init; }

    /// <summary>Tables that the card shows below the figures that it computes itself, for example of predictors.</summary>
    public IReadOnlyList<CardTable> Tables { get; init; } = [];
}

/// <summary>A table that a card shows as it was given.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">An explanation of the table and of how it was made; empty for none.</param>
/// <param name="Columns">Headings of its columns, at least one.</param>
/// <param name="Rows">Its rows, each with as many cells as there are columns.</param>
public sealed record CardTable(string Title, string Text, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
