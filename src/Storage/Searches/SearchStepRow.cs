namespace LatBench.Storage.Searches;

/// <summary>One suggestion.</summary>
internal sealed class SearchStepRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT number AS Number, architecture AS Architecture, outcome AS Outcome, accuracy AS Accuracy, report_number AS ReportNumber
        FROM search_steps
        """;

    public int Number { get; init; }

    public required string Architecture { get; init; }

    public int? Outcome { get; init; }

    public double? Accuracy { get; init; }

    public int? ReportNumber { get; init; }

    public SearchStep ToStep() => new(Number, Architecture, Outcome is null ? null : new SearchReport(ReportNumber!.Value, Accuracy));
}
