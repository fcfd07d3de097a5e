namespace LatBench.Coordinator.Hosting;

/// <summary>The coordinator cannot start; the message is one sentence for the operator.</summary>
internal sealed class StartupException(string message, Exception? innerException = null) : Exception(message, innerException);
