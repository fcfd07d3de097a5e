using System.Globalization;

namespace LatBench.DeviceAgent.Leasing;

/// <summary>Tells whether the disk takes what a batch of jobs writes: an agent on a full disk leases nothing, and waits.</summary>
/// <param name="minFreeBytes">Bytes that must be free.</param>
/// <param name="freeBytes">Bytes that may still be written; null where that is not known.</param>
internal sealed class DiskGate(long minFreeBytes, Func<long?> freeBytes)
{
    /// <summary>The default: room for the results of a batch and for the graphs of its models.</summary>
    public const int DefaultMinFreeMebibytes = 32;

    private const int MebibyteShift = 20;

    /// <summary>Explains why the disk takes nothing, as a clause; null where it does.</summary>
    public string? WhyClosed() => freeBytes() is { } free && free < minFreeBytes
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"less than {minFreeBytes >> MebibyteShift} MiB are free on the disk of its data directory ({free >> MebibyteShift} MiB are)")
        : null;

    /// <summary>The gate of the disk that a directory lies on.</summary>
    public static DiskGate Of(string directory, int minFreeMebibytes) => new((long)minFreeMebibytes << MebibyteShift, () =>
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
