namespace LatBench.Prediction;

/// <summary>Labels, a predictor or a request cannot be used; the message is one sentence for a person that says what to do.</summary>
/// <param name="message">One sentence.</param>
/// <param name="cause">The exception that caused this one, where there is one.</param>
public sealed class PredictionException(string message, Exception? cause = null) : Exception(message, cause);
