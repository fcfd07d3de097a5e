namespace LatBench.Exporter;

/// <summary>An export was asked for that <see cref="ModelSpec.Check"/> refuses.</summary>
/// <param name="error">What it says.</param>
public sealed class ExportException(ExportError error) : Exception(error.Message)
{
    /// <summary>Why the model cannot be exported.</summary>
    public ExportError Error { get; } = error;
}
