namespace LatBench.LatencyTables;

/// <summary>A table cannot be used; the message is one sentence for a person that names the first bad lines and says what to do.</summary>
/// <param name="message">One sentence.</param>
/// <param name="cause">The exception that caused this one; null where there is none.</param>
public sealed class TableException(string message, Exception? cause = null) : Exception(message, cause);
