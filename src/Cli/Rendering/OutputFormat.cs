namespace LatBench.Cli.Rendering;

/// <summary>The form in which a list is printed.</summary>
internal enum OutputFormat
{
    /// <summary>Columns for people.</summary>
    Table,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>Comma-separated values (RFC 4180) with a heading: a row for each item of the JSON document.</summary>
    Csv,
}
