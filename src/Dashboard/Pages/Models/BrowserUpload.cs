using System.Buffers;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LatBench.Dashboard.Pages.Models;

/// <summary>
/// Takes models from browsers. The API wants the SHA-256 of a file before its bytes, and browsers send the bytes alone: they are written to a file and hashed on the way.
/// </summary>
internal sealed class BrowserUpload(LatBenchApi api, ModelUploadOptions options, TimeProvider time)
{
    private const int ChunkBytes = 512 * 1024;
    private const int MaxFiles = 1000;

    /// <summary>The longest boundary of a form (RFC 2046).</summary>
    private const int MaxBoundary = 70;

    private static readonly TimeSpan UploadDeadline = TimeSpan.FromHours(6);
    private static readonly TimeSpan CheckDeadline = TimeSpan.FromMinutes(10);

    /// <summary>Takes the files of a request of the type <c>multipart/form-data</c> and makes models of them.</summary>
    /// <exception cref="RpcException">They are no models that can be measured.</exception>
    public async Task<IReadOnlyList<UploadedModel>> TakeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(Path.Combine(options.Directory, $"browser-{Guid.NewGuid():n}"));
        try
        {
            var models = new List<UploadedModel>();
            foreach (var files in SpooledFile.GroupToModels(await SpoolAsync(request, directory.FullName, cancellationToken)))
                models.Add(await CreateAsync(files, cancellationToken));
            return models;
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            throw SpooledFile.Refused("The upload broke off: try it again.");
        }
        catch (IOException e) when (e is not StorageFailure)
        {
            throw SpooledFile.Refused("The upload broke off: try it again.");
        }
        catch (StorageFailure e)
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"The coordinator cannot store the file: {e.Message.TrimEnd('.')}."));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<IReadOnlyList<SpooledFile>> SpoolAsync(HttpRequest request, string directory, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= MaxBoundary } boundary)
            throw SpooledFile.Refused("Choose an ONNX file to upload.");
        var reader = new MultipartReader(boundary, request.Body);
        var files = new List<SpooledFile>();
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            // A file field without a file comes with an empty name.
            if (section.AsFileSection() is not { FileName.Length: > 0 } file)
                continue;
            if (files.Count == MaxFiles)
                throw SpooledFile.Refused($"An upload has at most {MaxFiles} files: use 'latbench models upload' for more.");
            files.Add(await SpoolAsync(file, Path.Combine(directory, files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)), cancellationToken));
        }

        return files;
    }

    private async Task<SpooledFile> SpoolAsync(FileMultipartSection section, string location, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(location, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 });
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (await section.FileStream!.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                if (file.Position + read > options.MaxFileBytes)
                    throw SpooledFile.Refused($"The file {section.FileName} is larger than {Text.Figures.Bytes(options.MaxFileBytes)}, the limit of this coordinator (--max-model-mib).");
                hash.AppendData(buffer, 0, read);
                await WriteAsync(file, buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new SpooledFile(section.FileName, location, file.Position, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Writes to the disk of the coordinator, whose errors are told apart from those of the browser's connection.</summary>
    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(content, cancellationToken);
        }
        catch (IOException e)
        {
            throw new StorageFailure(e);
        }
    }

    /// <summary>The disk of the coordinator took no more.</summary>
    private sealed class StorageFailure(IOException inner) : IOException(inner.Message, inner);

    private async Task<UploadedModel> CreateAsync(IReadOnlyList<SpooledFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
            await SendAsync(file, cancellationToken);
        var request = new CreateModelRequest
        {
            DisplayName = Path.GetFileName(files[0].Name),
            Files = { files.Zip(SpooledFile.PathsOf(files), (file, path) => new UploadedFile { Path = path, Sha256 = file.Sha256 }) },
        };
        return (await api.Models.CreateModelAsync(request, deadline: In(CheckDeadline), cancellationToken: cancellationToken)).Model;
    }

    private async Task SendAsync(SpooledFile file, CancellationToken cancellationToken)
    {
        var known = await api.Models.GetUploadAsync(new GetUploadRequest { Sha256 = file.Sha256 }, cancellationToken: cancellationToken);
        if (known.Complete)
            return;
        using var call = api.Models.UploadFile(deadline: In(UploadDeadline), cancellationToken: cancellationToken);
        var buffer = new byte[ChunkBytes];
        try
        {
            var header = new UploadFileHeader { Sha256 = file.Sha256, SizeBytes = file.Size, Offset = known.ReceivedBytes };
            await call.RequestStream.WriteAsync(new UploadFileRequest { Header = header }, cancellationToken);
            await using var content = new FileStream(file.Location, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            content.Position = known.ReceivedBytes;
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                await call.RequestStream.WriteAsync(new UploadFileRequest { Data = ByteString.CopyFrom(buffer, 0, read) }, cancellationToken);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The API has ended the call; its answer below says why.
        }

        await call.ResponseAsync;
    }

    private DateTime In(TimeSpan duration) => (time.GetUtcNow() + duration).UtcDateTime;
}
