using LatBench.DeviceAgent.Hardware;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Peak resident memory of this process since it was last reset.</summary>
internal sealed class PeakMemory(SystemFiles files)
{
    private bool _reset;

    /// <summary>Sets the peak back to what is resident now.</summary>
    public void Reset()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            _reset = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _reset = false;
        }
    }

    /// <summary>The peak in bytes; null where it could not be reset, because it would be another model's.</summary>
    public long? Bytes() => _reset ? files.StatusBytes("VmHWM") : null;
}
