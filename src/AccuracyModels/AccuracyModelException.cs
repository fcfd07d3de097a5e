namespace LatBench.AccuracyModels;

/// <summary>Thrown when a file cannot be used as a model of accuracies; the message is one sentence for a person.</summary>
public sealed class AccuracyModelException(string message, Exception? cause = null) : Exception(message, cause);
