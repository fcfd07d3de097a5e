using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.V1;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Snapshots;

/// <summary>Fetches one file; a stream that breaks goes on at the byte where it ended, a wrong hash starts it afresh once.</summary>
internal sealed class FileDownload(CoordinatorConnection connection, string snapshot, SnapshotFile file, string path)
{
    private const int MostFailuresInARow = 5;

    private static readonly TimeSpan StreamDeadline = TimeSpan.FromMinutes(10);

    public async Task RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var attempt = 1; ; attempt++)
        {
            await FetchAsync(time, cancellationToken);
            if (await ChecksumList.HashFileAsync(path, cancellationToken) == file.Sha256)
                return;
            File.Delete(path);
            if (attempt == 2)
                throw new CliException($"{file.Path} of {snapshot} does not have its SHA-256, twice: the copy on the coordinator is damaged.");
        }
    }

    private async Task FetchAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        if (stream.Length > file.SizeBytes)
            stream.SetLength(0);
        stream.Position = stream.Length;
        for (var failures = 0; stream.Position < file.SizeBytes;)
        {
            var before = stream.Position;
            try
            {
                await AppendAsync(stream, cancellationToken);
                failures = stream.Position > before ? 0 : failures + 1;
            }
            catch (RpcException error) when (IsPassing(error))
            {
                failures = stream.Position > before ? 1 : failures + 1;
                if (failures > MostFailuresInARow)
                    throw;
                await Task.Delay(TimeSpan.FromSeconds(failures), time, cancellationToken);
            }

            if (failures > MostFailuresInARow)
                throw new CliException($"The coordinator does not send {file.Path} of {snapshot} beyond byte {stream.Position}: try again.");
        }
    }

    private async Task AppendAsync(FileStream stream, CancellationToken cancellationToken)
    {
        var request = new DownloadSnapshotFileRequest { Name = snapshot, Path = file.Path, Offset = stream.Position };
        using var call = connection.Snapshots.DownloadSnapshotFile(request, deadline: connection.Within(StreamDeadline), cancellationToken: cancellationToken);
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (chunk.Offset != stream.Position || stream.Position + chunk.Data.Length > file.SizeBytes)
                throw new CliException($"The coordinator sent other bytes of {file.Path} than were asked for: it is of another version than this command.");
            await stream.WriteAsync(chunk.Data.Memory, cancellationToken);
        }
    }

    private static bool IsPassing(RpcException error) => error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded;
}
