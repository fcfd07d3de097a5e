using LatBench.DeviceAgent.Runner;

namespace LatBench.DeviceAgent.Providers;

/// <summary>The result of trying a provider.</summary>
internal sealed record ProviderReport
{
    /// <summary>The device that it uses; null where the provider is built in, which does not tell.</summary>
    public ProviderDevice? Device { get; init; }

    /// <summary>The reason why it does not run a whole model with inputs and outputs in the host's memory; null where it does.</summary>
    public ModelFailure? Host { get; init; }

    /// <summary>The reason why it does not with inputs and outputs in its own memory; null where it does.</summary>
    public ModelFailure? Resident { get; init; }
}

/// <summary>A device as the provider's library describes it.</summary>
/// <param name="Provider">The provider's own name.</param>
/// <param name="Vendor">The vendor of the provider.</param>
/// <param name="Version">Its version; null where it does not tell.</param>
/// <param name="Type"><c>cpu</c>, <c>gpu</c> or <c>npu</c>.</param>
/// <param name="HardwareVendor">The vendor of the device.</param>
internal sealed record ProviderDevice(string Provider, string Vendor, string? Version, string Type, string HardwareVendor);
