namespace LatBench.Search;

/// <summary>A search, its limits or a report cannot be used; the message is one sentence for a person that says what to do.</summary>
/// <param name="message">One sentence.</param>
public sealed class SearchException(string message) : Exception(message);
