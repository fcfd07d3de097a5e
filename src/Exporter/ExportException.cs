namespace LatBench.Exporter;

/// <summary>Thrown when a model is exported that <see cref="Models.ModelSpec.WhyNotExportable"/> refuses.</summary>
/// <param name="message">The reason in one sentence.</param>
public sealed class ExportException(string message) : Exception(message);
