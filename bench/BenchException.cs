namespace LatBench.Bench;

/// <summary>A benchmark cannot be run here; the message is one sentence for a person.</summary>
internal sealed class BenchException(string message) : Exception(message);
