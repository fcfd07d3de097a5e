using System.Security.Cryptography;
using LatBench.Hosting.Files;

namespace LatBench.Storage.Artifacts;

/// <summary>Artefacts as files of a directory, named by their SHA-256 below a folder of its first two digits.</summary>
public sealed class DirectoryArtifactStore : IArtifactStore
{
    private readonly string _directory;

    /// <summary>Uses a directory; it is made with the first artefact.</summary>
    /// <param name="directory">Path of the directory.</param>
    public DirectoryArtifactStore(string directory) => _directory = Path.GetFullPath(directory);

    /// <inheritdoc/>
    /// <exception cref="StorageException">The directory cannot be written.</exception>
    public Task<string> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        PutAsync(Convert.ToHexStringLower(SHA256.HashData(content.Span)), file => file.WriteAsync(content, cancellationToken).AsTask());

    /// <inheritdoc/>
    /// <exception cref="StorageException">The directory cannot be written.</exception>
    public async Task<string> PutFileAsync(string path, CancellationToken cancellationToken)
    {
        var from = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        await using var _ = from.ConfigureAwait(false);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(from, cancellationToken).ConfigureAwait(false));
        from.Position = 0;
        return await PutAsync(sha256, to => from.CopyToAsync(to, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<long?> FindSizeAsync(string sha256, CancellationToken cancellationToken)
    {
        var file = ArtifactName.IsSha256(sha256) ? new FileInfo(PathOf(sha256)) : null;
        return Task.FromResult(file is { Exists: true } ? file.Length : (long?)null);
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The directory cannot be read.</exception>
    public Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!ArtifactName.IsSha256(sha256))
            return Task.FromResult<Stream?>(null);
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(sha256), new FileStreamOptions { Options = FileOptions.Asynchronous }));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw Failed(exception, PathOf(sha256), "read");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The directory cannot be read.</exception>
    public async Task<byte[]?> ReadAsync(string sha256, long offset, int length, CancellationToken cancellationToken)
    {
        if (await OpenAsync(sha256, cancellationToken).ConfigureAwait(false) is not { } stream)
            return null;
        await using var _ = stream.ConfigureAwait(false);
        try
        {
            stream.Position = offset;
            var content = new byte[length];
            return await stream.ReadAtLeastAsync(content, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == length ? content : null;
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw Failed(exception, PathOf(sha256), "read");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The directory cannot be written.</exception>
    public Task<bool> DeleteAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!ArtifactName.IsSha256(sha256) || PathOf(sha256) is var path && !File.Exists(path))
            return Task.FromResult(false);
        try
        {
            File.Delete(path);
            DirectoryFlush.Flush(Path.GetDirectoryName(path)!);
            return Task.FromResult(true);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw Failed(exception, path, "written");
        }
    }

    private async Task<string> PutAsync(string sha256, Func<FileStream, Task> write)
    {
        var path = PathOf(sha256);
        if (File.Exists(path))
            return sha256;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            DirectoryFlush.Flush(_directory);
            await AtomicFile.WriteAsync(path, write).ConfigureAwait(false);
            return sha256;
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw Failed(exception, path, "written");
        }
    }

    private StorageException Failed(Exception exception, string path, string what)
    {
        var error = FileError.Of(exception, path);
        return new StorageException(error.Describe($"The artefact directory '{_directory}' cannot be {what}"), isTransient: error.IsFull, exception) { IsFull = error.IsFull };
    }

    private string PathOf(string sha256) => Path.Combine(_directory, sha256[..2], sha256);
}
