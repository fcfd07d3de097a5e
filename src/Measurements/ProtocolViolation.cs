namespace LatBench.Measurements;

/// <summary>One setting of a protocol that is not allowed.</summary>
/// <param name="Field">Name of the field in <c>latbench.v1.Protocol</c>, for example <c>min_passes</c>.</param>
/// <param name="Message">The error, with the value given and the values allowed.</param>
public sealed record ProtocolViolation(string Field, string Message);
