namespace LatBench.TestKit;

/// <summary>This machine has no Postgres to test with; the message says what to install.</summary>
internal sealed class PostgresMissingException(string message) : Exception(message);
