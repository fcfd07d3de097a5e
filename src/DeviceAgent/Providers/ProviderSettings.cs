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

/// <summary>The location of the inputs and outputs of an inference, which decides what its time includes.</summary>
internal enum IoMode
{
    /// <summary>In the memory of the host: copying inputs to the device and outputs back is part of the time.</summary>
    Host,

    /// <summary>In the memory of the device: nothing is copied, and the time ends when the device has finished.</summary>
    Resident,
}

/// <summary>A provider that has run a whole model here.</summary>
/// <param name="Settings">Its settings.</param>
/// <param name="Modes">The locations that inputs and outputs may have, <see cref="IoMode.Host"/> first.</param>
internal sealed record ProviderTarget(ProviderSettings Settings, IReadOnlyList<IoMode> Modes);

/// <summary>The content of a providers file.</summary>
internal sealed record ProviderConfiguration
{
    /// <summary>Nothing configured: the runtime that came with the agent, on the CPU.</summary>
    public static ProviderConfiguration None { get; } = new();

    /// <summary>Folder with another native library of ONNX Runtime; null for the one that came with the agent.</summary>
    public string? RuntimeFolder { get; init; }

    /// <summary>The providers beside the CPU, in the order of the file.</summary>
    public IReadOnlyList<ProviderSettings> Providers { get; init; } = [];
}
