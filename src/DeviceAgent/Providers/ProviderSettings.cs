namespace LatBench.DeviceAgent.Providers;

/// <summary>One execution provider other than the CPU, as the operator configured it.</summary>
internal sealed record ProviderSettings
{
    /// <summary>Its name in targets, for example <c>cuda</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The runtime's name of it: of a built-in provider one of <see cref="BuiltInProviders.Names"/>; of a plugin library the provider
    /// to take where the library has several, null for its only one.
    /// </summary>
    public string? Provider { get; init; }

    /// <summary>Full path of a plugin library; null where the provider is built in.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>Name under which the library is registered.</summary>
    public required string RegistrationName { get; init; }

    /// <summary>Take only devices of this type: <c>cpu</c>, <c>gpu</c> or <c>npu</c>; null for the first of any.</summary>
    public string? DeviceType { get; init; }

    /// <summary>The index of the device among those that are left, from 0.</summary>
    public int DeviceIndex { get; init; }

    /// <summary>Options of the provider itself.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Its version as its library tells it; null where it does not.</summary>
    public string? Version { get; init; }
}
