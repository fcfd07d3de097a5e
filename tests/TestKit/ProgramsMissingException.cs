namespace LatBench.TestKit;

/// <summary>Thrown when this machine lacks a server to test with; the message says what to install.</summary>
internal sealed class ProgramsMissingException(string message) : Exception(message);
