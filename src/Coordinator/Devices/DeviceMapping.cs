using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.Mapping;
using LatBench.Coordinator.Resources;
using LatBench.Coordinator.Waiting;
using LatBench.Models;
using Domain = LatBench.Storage.Devices;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Devices;

/// <summary>Devices between the wire and the store.</summary>
internal static class DeviceMapping
{
    /// <summary>The message for a device.</summary>
    public static V1.Device ToProto(this Domain.Device device)
    {
        var message = new V1.Device
        {
            Name = ResourceName.Device(device.Id),
            State = (V1.DeviceState)device.State,
            Hardware = device.Hardware.ToProto(),
            Software = device.Software.ToProto(),
            EnrolTime = device.EnrolledAt.ToTimestamp(),
            LastSeenTime = device.LastSeenAt.ToTimestampOrNull(),
            Private = device.IsPrivate,
            HidesName = device.HidesName,
            LeaseExpireTime = device.LeaseExpiresAt.ToTimestampOrNull(),
        };
        message.Targets.AddRange(device.Targets.Select(ToProto));
        return message;
    }

    /// <summary>The same, with why it takes no jobs at a time.</summary>
    public static V1.Device ToProto(this Domain.Device device, DateTimeOffset now)
    {
        var message = device.ToProto();
        message.Waiting = DeviceWaits.Explain(device, now)?.ToProto();
        return message;
    }

    /// <summary>The message for a target.</summary>
    public static V1.Target ToProto(this Domain.Target target) => new()
    {
        Slug = target.Slug,
        Device = ResourceName.Device(target.DeviceId),
        Runtime = target.Runtime,
        RuntimeVersion = target.RuntimeVersion,
        ExecutionProvider = target.ExecutionProvider,
        Threads = target.Threads,
        GraphOptimization = TargetSlug.ParseOptimization(target.GraphOptimization),
        IoMode = TargetSlug.ParseIoMode(target.IoMode),
    };

    /// <summary>The targets of a device as it describes them, slugs given; doubles are dropped.</summary>
    public static IReadOnlyList<Domain.Target> ToDomain(this IEnumerable<V1.Target> targets, string deviceId) =>
        [.. targets.Select(target => new Domain.Target
        {
            Slug = TargetSlug.Of(deviceId, target),
            DeviceId = deviceId,
            Runtime = target.Runtime,
            RuntimeVersion = target.RuntimeVersion,
            ExecutionProvider = target.ExecutionProvider,
            Threads = target.Threads,
            GraphOptimization = TargetSlug.OptimizationName(target.GraphOptimization),
            IoMode = TargetSlug.IoModeName(target.IoMode),
        }).DistinctBy(target => target.Slug)];

    /// <summary>The hardware of a message.</summary>
    public static Domain.Hardware ToDomain(this V1.Hardware hardware) => new()
    {
        CpuModel = hardware.HasCpuModel ? hardware.CpuModel : null,
        Architecture = hardware.Architecture,
        LogicalCpus = hardware.LogicalCpus,
        UsableCpus = hardware.UsableCpus,
        MemoryBytes = hardware.HasMemoryBytes ? hardware.MemoryBytes : null,
        Gpus = [.. hardware.Gpus],
        BoardModel = hardware.HasBoardModel ? hardware.BoardModel : null,
        Hypervisor = hardware.HasHypervisor ? hardware.Hypervisor : null,
        Emulator = hardware.HasEmulator ? hardware.Emulator : null,
    };

    /// <summary>The software of a message.</summary>
    public static Domain.Software ToDomain(this V1.Software software) => new()
    {
        AgentVersion = software.AgentVersion,
        OperatingSystem = software.OperatingSystem,
        Kernel = software.HasKernel ? software.Kernel : null,
        Browser = software.HasBrowser ? software.Browser : null,
        Protocols = [.. software.Protocols],
        Precisions = [.. software.Precisions.Where(precision => System.Enum.IsDefined(precision)).Select(precision => precision.ToDomain().Name()).Distinct()],
        CustomOperators = software.CustomOperators.Count > 0 ? [.. software.CustomOperators.Distinct()] : null,
    };

    private static V1.Hardware ToProto(this Domain.Hardware hardware)
    {
        var message = new V1.Hardware
        {
            Architecture = hardware.Architecture,
            LogicalCpus = hardware.LogicalCpus,
            UsableCpus = hardware.UsableCpus,
        };
        if (hardware.CpuModel is { } cpu)
            message.CpuModel = cpu;
        if (hardware.MemoryBytes is { } memory)
            message.MemoryBytes = memory;
        if (hardware.BoardModel is { } board)
            message.BoardModel = board;
        if (hardware.Hypervisor is { } hypervisor)
            message.Hypervisor = hypervisor;
        if (hardware.Emulator is { } emulator)
            message.Emulator = emulator;
        message.Gpus.AddRange(hardware.Gpus);
        return message;
    }

    private static V1.Software ToProto(this Domain.Software software)
    {
        var message = new V1.Software
        {
            AgentVersion = software.AgentVersion,
            OperatingSystem = software.OperatingSystem,
        };
        if (software.Kernel is { } kernel)
            message.Kernel = kernel;
        if (software.Browser is { } browser)
            message.Browser = browser;
        message.Protocols.AddRange(software.Protocols);
        message.CustomOperators.AddRange(software.CustomOperators ?? []);
        message.Precisions.AddRange(software.Precisions.Select(name => ModelNames.ParsePrecision(name).ToProto()));
        return message;
    }
}
