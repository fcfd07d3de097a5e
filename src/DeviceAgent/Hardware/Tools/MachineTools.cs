using LatBench.Measurements;

namespace LatBench.DeviceAgent.Hardware.Tools;

/// <summary>
/// The tools that this machine has, asked seldom: a child process beside a block would be in its way, and some take a second. Ask only
/// when no block runs.
/// </summary>
internal sealed class MachineTools(IToolbox toolbox, TimeProvider clock)
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(10);

    // Slow tools are asked so seldom that they take a twentieth of the time.
    private const double IntervalPerDuration = 20;

    private ToolReadings? _readings;
    private long _readAt;
    private TimeSpan _interval = TimeSpan.Zero;

    /// <summary>Gets a value indicating whether there is any tool to run.</summary>
    public bool Any { get; } = new[] { Vcgencmd.Program, Nvpmodel.Program, Tegrastats.Program, NvidiaSmi.Program }.Any(toolbox.Has);

    /// <summary>Returns the readings of the tools, now or of a few seconds ago; null where there are none.</summary>
    public async Task<ToolReadings?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!Any) return null;
        if (_readings is not null && clock.GetElapsedTime(_readAt) < _interval) return _readings;
        var began = clock.GetTimestamp();
        _readings = await AskAllAsync(cancellationToken).ConfigureAwait(false);
        _readAt = clock.GetTimestamp();
        var wished = IntervalPerDuration * clock.GetElapsedTime(began, _readAt);
        _interval = wished > MinInterval ? wished : MinInterval;
        return _readings;
    }

    private async Task<ToolReadings> AskAllAsync(CancellationToken cancellationToken) => new()
    {
        ReadAt = clock.GetUtcNow(),
        FirmwareThrottleBits = Vcgencmd.ParseThrottled(await toolbox.AskAsync(Vcgencmd.Throttled, cancellationToken).ConfigureAwait(false)),
        FirmwareTemperatureMillidegrees = Vcgencmd.ParseTemperature(await toolbox.AskAsync(Vcgencmd.Temperature, cancellationToken).ConfigureAwait(false)),
        FirmwareFrequencyKhz = Vcgencmd.ParseClock(await toolbox.AskAsync(Vcgencmd.ArmClock, cancellationToken).ConfigureAwait(false)),
        PowerMode = Nvpmodel.ParseMode(await toolbox.AskAsync(Nvpmodel.Mode, cancellationToken).ConfigureAwait(false)),
        Gpus = await GpusAsync(cancellationToken).ConfigureAwait(false),
    };

    private async Task<IReadOnlyList<GpuConditions>?> GpusAsync(CancellationToken cancellationToken)
    {
        foreach (var call in NvidiaSmi.Calls)
        {
            if (NvidiaSmi.Parse(await toolbox.AskAsync(call, cancellationToken).ConfigureAwait(false)) is { } gpus) return gpus;
        }

        return Tegrastats.Parse(await toolbox.AskAsync(Tegrastats.Line, cancellationToken).ConfigureAwait(false)) is { } gpu ? [gpu] : null;
    }
}

/// <summary>The readings of the tools of the machine at one moment. A value that none reports is null.</summary>
internal sealed record ToolReadings
{
    public required DateTimeOffset ReadAt { get; init; }

    public uint? FirmwareThrottleBits { get; init; }

    public long? FirmwareTemperatureMillidegrees { get; init; }

    public long? FirmwareFrequencyKhz { get; init; }

    public string? PowerMode { get; init; }

    public IReadOnlyList<GpuConditions>? Gpus { get; init; }
}
