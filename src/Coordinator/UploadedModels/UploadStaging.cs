using System.Collections.Concurrent;
using System.Security.Cryptography;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Hosting;
using LatBench.Hosting.Files;

namespace LatBench.Coordinator.UploadedModels;

/// <summary>
/// The files of models while they are uploaded, in a directory of this coordinator: a broken upload goes on where it ended. What is not used for a week is
/// deleted. A replica has none of the uploads of another; there they begin anew.
/// </summary>
internal sealed class UploadStaging(CoordinatorOptions options, TimeProvider time)
{
    private const int Sha256Digits = 64;
    private const string PartialSuffix = ".part";

    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    private readonly string _directory = Path.GetFullPath(options.Files.Uploads);

    // The uploads under way: two that write into one file would damage it.
    private readonly ConcurrentDictionary<string, bool> _writing = new(StringComparer.Ordinal);

    /// <summary>The bytes that are here of a file, and whether that is all of it.</summary>
    /// <exception cref="RefusalException">The hash is malformed.</exception>
    public (long Bytes, bool IsComplete) Find(string sha256)
    {
        var path = PathOf(sha256, "sha256");
        if (File.Exists(path))
            return (new FileInfo(path).Length, true);
        return File.Exists(path + PartialSuffix) ? (new FileInfo(path + PartialSuffix).Length, false) : (0, false);
    }

    /// <summary>Takes bytes of a file; returns how many are here then.</summary>
    /// <param name="sha256">The hash of the whole file.</param>
    /// <param name="size">The size of the whole file.</param>
    /// <param name="offset">The position of the first byte that follows.</param>
    /// <param name="chunks">The bytes.</param>
    /// <param name="cancellationToken">Breaks it; what arrived is kept.</param>
    /// <exception cref="RefusalException">The header is wrong, or the bytes have another hash.</exception>
    public async Task<long> TakeAsync(string sha256, long size, long offset, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256, "header.sha256");
        if (size < 1 || size > options.MaxModelBytes)
            throw Refusals.InvalidArgument("header.size_bytes", $"A file of {size} bytes is not taken: it has 1 to {options.MaxModelBytes} bytes (the coordinator's --max-model-mib).");
        if (!_writing.TryAdd(sha256, true))
            throw Refusals.Unavailable($"The file {sha256} is being uploaded by another call: try again when that has ended.");
        try
        {
            if (File.Exists(path))
                return size;
            Directory.CreateDirectory(_directory);
            await AppendAsync(path + PartialSuffix, size, offset, chunks, cancellationToken);
            return await CompleteAsync(path, sha256, size, cancellationToken);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw Refused(exception, path);
        }
        finally
        {
            _writing.TryRemove(sha256, out _);
        }
    }

    /// <summary>Moves the files of a model into a directory of their own, under their paths; null and the hash of the first that is not here where one is missing.</summary>
    /// <returns>The directory; the caller deletes it.</returns>
    public (string? Directory, string? Missing) TakeOut(IReadOnlyList<(string Path, string Sha256)> files)
    {
        if (files.FirstOrDefault(file => !File.Exists(PathOf(file.Sha256, "files.sha256"))) is { Sha256: { } missing })
            return (null, missing);
        var directory = Directory.CreateDirectory(Path.Combine(_directory, $"model-{Guid.NewGuid():n}")).FullName;
        foreach (var group in files.GroupBy(file => file.Sha256, StringComparer.Ordinal))
        {
            var from = PathOf(group.Key, "files.sha256");
            foreach (var (path, place) in group.Select((file, place) => (Path.Combine(directory, file.Path), place)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                if (place < group.Count() - 1)
                    File.Copy(from, path);
                else
                    File.Move(from, path);
            }
        }

        return (directory, null);
    }

    /// <summary>Deletes what a coordinator that died left behind, and uploads that were given up.</summary>
    public void Clean()
    {
        if (!Directory.Exists(_directory))
            return;
        try
        {
            foreach (var left in Directory.EnumerateDirectories(_directory))
                Directory.Delete(left, recursive: true);
            foreach (var file in new DirectoryInfo(_directory).EnumerateFiles().Where(file => time.GetUtcNow() - file.LastWriteTimeUtc > MaxAge))
                file.Delete();
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            // It is tried again at the next start.
        }
    }

    /// <summary>The refusal for an error of the coordinator's disk.</summary>
    public static Grpc.Core.RpcException Refused(Exception exception, string path)
    {
        var error = FileError.Of(exception, path);
        return error.IsFull
            ? RpcErrors.ResourceExhausted(error.Describe("The disk of the coordinator does not take the file"))
            : RpcErrors.FailedPrecondition(error.Describe("The coordinator cannot store the file"));
    }

    private static async Task AppendAsync(string path, long size, long offset, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 });
        if (offset < 0 || offset > file.Length)
            throw Refusals.InvalidArgument("header.offset", $"The upload cannot go on at byte {offset}: {file.Length} bytes are here (GetUpload says so).");
        file.SetLength(offset);
        file.Position = offset;
        await foreach (var chunk in chunks.WithCancellation(cancellationToken))
        {
            if (file.Position + chunk.Length > size)
            {
                file.SetLength(0);
                throw Refusals.InvalidArgument("data", $"More than the promised {size} bytes came: upload the file again with its true size.");
            }

            await file.WriteAsync(chunk, cancellationToken);
        }
    }

    private static async Task<long> CompleteAsync(string path, string sha256, long size, CancellationToken cancellationToken)
    {
        var partial = path + PartialSuffix;
        string found;
        await using (var file = new FileStream(partial, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous | FileOptions.SequentialScan }))
        {
            if (file.Length < size)
                return file.Length;
            found = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
            file.Flush(flushToDisk: true);
        }

        if (found == sha256)
        {
            File.Move(partial, path, overwrite: true);
            return size;
        }

        File.Delete(partial);
        throw Refusals.InvalidArgument("data", $"The bytes that came have the SHA-256 {found}, and {sha256} was promised: upload the file again.");
    }

    /// <summary>Only a hash ever becomes part of a path.</summary>
    private string PathOf(string sha256, string field) => sha256.Length == Sha256Digits && sha256.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(_directory, sha256)
        : throw Refusals.InvalidArgument(field, "A SHA-256 is 64 lower-case hexadecimal digits.");
}
