namespace LatBench.DeviceAgent;

/// <summary>The agent cannot go on; the message is one sentence for a person that says what to do.</summary>
internal sealed class AgentException(string message) : Exception(message);
