using System.Globalization;
using LatBench.DeviceAgent.Runner;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Running;

/// <summary>The exit of a runner that should not have ended.</summary>
/// <param name="Code">Exit code; 128 + n where signal n ended it.</param>
/// <param name="LastError">The last line of its standard error; null where it wrote none.</param>
internal sealed record RunnerExit(int Code, string? LastError)
{
    private const int SignalBase = 128;

    /// <summary>The failure to record for the model that the runner had.</summary>
    /// <param name="outOfMemory">True where the kernel ended a process for want of memory meanwhile.</param>
    public ModelFailure ToFailure(bool outOfMemory)
    {
        if (outOfMemory && Code == SignalBase + 9)
            return new ModelFailure(FailureReason.OutOfMemory, "The kernel ended the runner process because memory ran out; the model needs more than this device has.");
        if (LastError is not null && RuntimeFailure.IsWantOfMemory(LastError))
            return new ModelFailure(FailureReason.OutOfMemory, $"The runner process ended because the model needs more memory than it may use; it said: {LastError}");
        var how = Code > SignalBase
            ? string.Create(CultureInfo.InvariantCulture, $"was ended by signal {Code - SignalBase}")
            : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {Code}");
        return new ModelFailure(
            FailureReason.RunnerCrashed,
            LastError is null ? $"The runner process {how} while it had this model." : $"The runner process {how} while it had this model; it said: {LastError}");
    }
}
