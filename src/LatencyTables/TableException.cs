namespace LatBench.LatencyTables;

/// <summary>A table cannot be used; the message is one sentence for a person that names the first bad lines and says what to do.</summary>
/// <param name="message">One sentence.</param>
/// <param name="cause">What happened below, where something did.</param>
public sealed class TableException(string message, Exception? cause = null) : Exception(message, cause);
