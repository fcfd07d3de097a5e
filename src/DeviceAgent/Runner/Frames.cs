using System.Buffers.Binary;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Frames on a pipe: four bytes of length, little endian, then so many bytes.</summary>
internal static class Frames
{
    /// <summary>Longest frame, far above the largest block of samples.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int HeaderBytes = 4;

    public static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var frame = new byte[HeaderBytes + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        payload.CopyTo(frame.AsMemory(HeaderBytes));
        await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next frame; null where the other end closed the pipe, also in the middle of a frame.</summary>
    /// <exception cref="InvalidDataException">The length is out of range: what comes is not a frame.</exception>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        if (!await FillAsync(stream, header, cancellationToken).ConfigureAwait(false)) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < 0 or > MaxBytes)
            throw new InvalidDataException($"A frame of {length} bytes was announced; 0 to {MaxBytes} are allowed.");
        var payload = new byte[length];
        return await FillAsync(stream, payload, cancellationToken).ConfigureAwait(false) ? payload : null;
    }

    private static async Task<bool> FillAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken) =>
        await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == buffer.Length;
}
