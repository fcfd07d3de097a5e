using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LatBench.Hosting.Processes;

/// <summary>Messages on a pipe between a program and its child process: four bytes of length, little endian, then so many bytes.</summary>
public static partial class FramedPipe
{
    /// <summary>
    /// The longest message in bytes: far above the largest block of samples and the files of a predictor, and below what four bytes of text are as a length,
    /// so that text on the pipe is never taken for a message.
    /// </summary>
    public const int MaxBytes = 128 * 1024 * 1024;

    private const int HeaderBytes = 4;
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>Writes a message.</summary>
    /// <exception cref="IOException">The other end closed the pipe.</exception>
    public static void Write(Stream stream, ReadOnlySpan<byte> message)
    {
        stream.Write(Frame(message));
        stream.Flush();
    }

    /// <inheritdoc cref="Write" />
    public static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Frame(message.Span), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the next message; null where the other end closed the pipe, also in the middle of a message.</summary>
    /// <exception cref="InvalidDataException">The length is out of range: what comes is not a message.</exception>
    public static byte[]? Read(Stream stream)
    {
        var header = new byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes) return null;
        var message = new byte[Length(header)];
        return stream.ReadAtLeast(message, message.Length, throwOnEndOfStream: false) == message.Length ? message : null;
    }

    /// <inheritdoc cref="Read" />
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < HeaderBytes) return null;
        var message = new byte[Length(header)];
        return await stream.ReadAtLeastAsync(message, message.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == message.Length ? message : null;
    }

    /// <summary>Takes the standard output of this process for messages alone: what a native library prints goes to standard error from then on.</summary>
    public static Stream TakeStandardOutput()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        var pipe = Duplicate(StandardOutput);
        _ = DuplicateOnto(StandardError, StandardOutput);
        return new FileStream(new SafeFileHandle(pipe, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    private static byte[] Frame(ReadOnlySpan<byte> message)
    {
        if (message.Length > MaxBytes) throw new InvalidDataException($"A message of {message.Length} bytes is too long; {MaxBytes} are allowed.");
        var frame = new byte[HeaderBytes + message.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, message.Length);
        message.CopyTo(frame.AsSpan(HeaderBytes));
        return frame;
    }

    private static int Length(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32LittleEndian(header) is >= 0 and <= MaxBytes and var length
        ? length
        : throw new InvalidDataException($"A message of {BinaryPrimitives.ReadInt32LittleEndian(header)} bytes was announced; 0 to {MaxBytes} are allowed.");

    [LibraryImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DuplicateOnto(int descriptor, int target);
}
