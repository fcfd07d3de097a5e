namespace LatBench.DeviceAgent.Leasing;

/// <summary>Whether the disk takes what a batch of jobs writes: an agent on a full disk leases nothing, and waits.</summary>
/// <param name="freeBytes">Bytes that may still be written; null where nobody knows.</param>
internal sealed class DiskGate(Func<long?> freeBytes)
{
    /// <summary>Room for the results of a batch and for the graphs of its models.</summary>
    public const long LeastFreeBytes = 32L << 20;

    public bool IsOpen => freeBytes() is not { } free || free >= LeastFreeBytes;

    /// <summary>The gate of the disk that a directory lies on.</summary>
    public static DiskGate Of(string directory) => new(() =>
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    });
}
