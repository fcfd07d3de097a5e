namespace LatBench.Storage.Devices;

/// <summary>The measurements that waited for a device which did not come back.</summary>
/// <param name="Decided">The number of those that have a verdict from the passes that they have.</param>
/// <param name="Failed">The number of those that have failed.</param>
public readonly record struct GivenUp(int Decided, int Failed);
