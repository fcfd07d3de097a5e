using System.Buffers;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.ModelFiles;
using ModelFile = LatBench.ModelFiles.ModelFile;

namespace LatBench.Cli.Models;

/// <summary>Uploads a model with its external data, unless the coordinator has it; a broken upload goes on where it ended.</summary>
/// <param name="context">The run of the command.</param>
/// <param name="connection">The coordinator.</param>
/// <param name="takesCustomOperators">True where the model may need operators that ONNX Runtime lacks.</param>
/// <param name="require">Throws a <see cref="ModelFileException"/> where a model is not wanted; null where every model is.</param>
internal sealed class ModelUpload(CommandContext context, CoordinatorConnection connection, bool takesCustomOperators = false, Func<ModelDescription, Task>? require = null)
{
    private const int ChunkBytes = 512 * 1024;
    private const int Attempts = 4;
    private const long NotedBytes = 64L << 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromHours(6);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CheckDeadline = TimeSpan.FromMinutes(10);

    /// <summary>Uploads the model in a file.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="name">The display name; empty for that of the file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFileException">The file is none that can be measured.</exception>
    /// <exception cref="CliException">The coordinator refuses it; the message is its sentence.</exception>
    public async Task<(UploadedModel Model, bool Existed)> RunAsync(string path, string name = "")
    {
        var description = ModelFile.Read(path).Description;
        if (require is not null)
            await require(description);
        if (await FindAsync(description.Sha256) is { } known)
            return (known, true);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var request = new CreateModelRequest { DisplayName = name.Length > 0 ? name : NameOf(path), CustomOperators = takesCustomOperators };
        foreach (var relative in description.ExternalFiles.Prepend(Path.GetFileName(path)))
            request.Files.Add(new UploadedFile { Path = relative, Sha256 = await SendAsync(Path.Combine(folder, relative)) });
        var response = await connection.Models.CreateModelAsync(request, deadline: connection.Within(CheckDeadline), cancellationToken: context.CancellationToken);
        return (response.Model, response.Existed);
    }

    /// <summary>The name of a file without what has no place in a name.</summary>
    private static string NameOf(string path) => Printable.OneLine(Path.GetFileName(path));

    private async Task<UploadedModel?> FindAsync(string sha256)
    {
        try
        {
            return (await connection.Models.GetModelAsync(new GetModelRequest { Name = $"models/{sha256}" }, cancellationToken: context.CancellationToken)).Model;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Sends a file; returns its SHA-256.</summary>
    private async Task<string> SendAsync(string path)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, context.CancellationToken));
        if (file.Length >= NotedBytes)
            context.Terminal.Note($"Uploading {NameOf(path)} ({Figures.Bytes(file.Length)}) …");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var upload = await connection.Models.GetUploadAsync(new GetUploadRequest { Sha256 = sha256 }, cancellationToken: context.CancellationToken);
                if (!upload.Complete)
                    await SendAsync(file, sha256, upload.ReceivedBytes);
                return sha256;
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable && attempt < Attempts)
            {
                context.Terminal.Note($"The upload of {NameOf(path)} broke off ({error.Status.Detail.TrimEnd('.')}); it goes on.");
                await Task.Delay(attempt * RetryInterval, context.Time, context.CancellationToken);
            }
        }
    }

    private async Task SendAsync(FileStream file, string sha256, long offset)
    {
        using var call = connection.Models.UploadFile(deadline: connection.Within(Deadline), cancellationToken: context.CancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            await call.RequestStream.WriteAsync(new UploadFileRequest { Header = new UploadFileHeader { Sha256 = sha256, SizeBytes = file.Length, Offset = offset } }, context.CancellationToken);
            file.Position = offset;
            while (await file.ReadAsync(buffer.AsMemory(0, ChunkBytes), context.CancellationToken) is > 0 and var read)
                await call.RequestStream.WriteAsync(new UploadFileRequest { Data = ByteString.CopyFrom(buffer, 0, read) }, context.CancellationToken);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (exception is RpcException or IOException or InvalidOperationException)
        {
            // The coordinator has ended the call; its answer below says why.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await call.ResponseAsync;
    }
}
