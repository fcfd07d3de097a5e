namespace LatBench.LatencyTables.Csv;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">The line in which it begins, from 1.</param>
/// <param name="Fields">Without quotes and without blanks at their ends.</param>
public readonly record struct CsvRecord(int Line, string[] Fields);
