namespace LatBench.DeviceAgent.Providers;

/// <summary>A provider that has run a whole model here.</summary>
/// <param name="Settings">Its settings.</param>
/// <param name="Modes">The locations that inputs and outputs may have, <see cref="IoMode.Host"/> first.</param>
internal sealed record ProviderTarget(ProviderSettings Settings, IReadOnlyList<IoMode> Modes);
