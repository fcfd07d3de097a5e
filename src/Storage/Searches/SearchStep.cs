namespace LatBench.Storage.Searches;

/// <summary>One suggestion, and what was reported of it.</summary>
/// <param name="Number">From 1, in the order of the suggestions.</param>
/// <param name="Architecture">The arch string.</param>
/// <param name="Report">The report on it; null before.</param>
/// <param name="Addition">The data of a suggestion that was no candidate when the search began, opaque to the store; null for a candidate.</param>
public sealed record SearchStep(int Number, string Architecture, SearchReport? Report, string? Addition = null);

/// <summary>A suggestion that is made.</summary>
/// <param name="Architecture">The arch string.</param>
/// <param name="Addition">As for <see cref="SearchStep"/>.</param>
public readonly record struct NewStep(string Architecture, string? Addition = null);

/// <summary>The report on a suggestion.</summary>
/// <param name="Number">From 1, in the order of arrival.</param>
/// <param name="Accuracy">In percent; null for a training that failed.</param>
public sealed record SearchReport(int Number, double? Accuracy);

/// <summary>A report that arrives.</summary>
/// <param name="Architecture">The arch string.</param>
/// <param name="Accuracy">In percent; null for a training that failed.</param>
public readonly record struct NewReport(string Architecture, double? Accuracy);

/// <summary>The reason why a report was not taken.</summary>
public enum ReportFault
{
    /// <summary>The search never suggested the architecture.</summary>
    NotSuggested,

    /// <summary>Something else was reported of it before.</summary>
    Contradicts,
}

/// <summary>One report that was not taken; none of its call was.</summary>
/// <param name="Place">The position in the call, from 0.</param>
/// <param name="Fault">The reason why it was not taken.</param>
/// <param name="Before">The earlier report, where that is the reason.</param>
public readonly record struct RefusedReport(int Place, ReportFault Fault, SearchReport? Before);
