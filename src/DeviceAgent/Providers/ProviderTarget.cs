namespace LatBench.DeviceAgent.Providers;

/// <summary>A provider that has run a whole model here.</summary>
/// <param name="Settings">How it is asked for.</param>
/// <param name="Modes">Where inputs and outputs may lie, <see cref="IoMode.Host"/> first.</param>
internal sealed record ProviderTarget(ProviderSettings Settings, IReadOnlyList<IoMode> Modes);
