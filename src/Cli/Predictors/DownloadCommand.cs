using System.CommandLine;
using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.Hosting.Files;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors download</c>.</summary>
internal static class DownloadCommand
{
    public static Command Create(CliHost host)
    {
        var name = ResourceName.Argument("predictors", "predictor");
        var output = new Option<string?>("--out") { Description = "Directory to make [default: ./predictor-NAME].", HelpName = "DIR" };
        var json = OptionFactory.Json();
        var command = host.Command(
            "download",
            "Fetch the files of a predictor: the network as ONNX, the description of its inputs and outputs, and its labels.",
            "latbench predictors download 3 --out predictor");
        command.Add(name);
        command.Add(output);
        command.Add(json);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var request = new GetPredictorRequest { Name = context.Get(name)! };
            var predictor = (await connection.Predictors.GetPredictorAsync(request, cancellationToken: context.CancellationToken)).Predictor;
            if (predictor.Files.Count == 0)
                throw new CliException(predictor.State == PredictorState.Ready ? $"{predictor.Name} has no files." : PredictorText.WhyNot(predictor));
            var directory = context.Get(output) ?? "predictor-" + request.Name.Split('/')[^1];
            var download = new PredictorDownload(connection, predictor, directory);
            await FileGuard.RunAsync($"The predictor cannot be written to {directory}", "name another directory with --out", () => download.RunAsync(context.CancellationToken));
            if (context.Get(json))
                context.Terminal.Json(predictor);
            else
                context.Terminal.Line($"{predictor.Name} is in {directory}: {string.Join(", ", predictor.Files.Select(file => file.Path))}; {Figures.Bytes(predictor.Files.Sum(file => file.SizeBytes))}, every hash right");
            return ExitCode.Done;
        });
    }
}

/// <summary>Fetches the files of a predictor into a directory that appears when every hash is right.</summary>
internal sealed class PredictorDownload(CoordinatorConnection connection, Predictor predictor, string directory)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <exception cref="CliException">The directory is taken, a path is hostile, or a hash is wrong.</exception>
    /// <returns>The directory that holds the files.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var final = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (Directory.Exists(final) && Directory.EnumerateFileSystemEntries(final).Any())
            throw new CliException($"{directory} exists and is not empty: name another directory with --out.");
        var partial = final + ".partial";
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);
        foreach (var file in predictor.Files)
        {
            if (SnapshotPath.Fault(file.Path) is { } fault)
                throw new CliException($"The coordinator names '{Printable.OneLine(file.Path)}' as a file of {predictor.Name}, but {fault}: nothing was written there.");
            var path = SnapshotPath.Resolve(partial, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None))
                await FetchAsync(connection, predictor, file, stream, cancellationToken);
            if (await ChecksumList.HashFileAsync(path, cancellationToken) != file.Sha256)
                throw new CliException($"{file.Path} of {predictor.Name} does not have its SHA-256: try again; if that does not help the copy on the coordinator is damaged.");
        }

        if (Directory.Exists(final))
            Directory.Delete(final);
        DirectoryFlush.FlushTree(partial);
        DirectoryFlush.Move(partial, final);
        return final;
    }

    /// <summary>Fetches one file.</summary>
    /// <param name="connection">The connection to the coordinator.</param>
    /// <param name="predictor">The predictor.</param>
    /// <param name="file">The file.</param>
    /// <param name="stream">Takes its bytes; empty before.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="CliException">The coordinator sent other bytes.</exception>
    public static async Task FetchAsync(CoordinatorConnection connection, Predictor predictor, PredictorFile file, Stream stream, CancellationToken cancellationToken)
    {
        var request = new DownloadPredictorFileRequest { Name = predictor.Name, Path = file.Path };
        using var call = connection.Predictors.DownloadPredictorFile(request, deadline: connection.Within(Deadline), cancellationToken: cancellationToken);
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (chunk.Offset != stream.Position || stream.Position + chunk.Data.Length > file.SizeBytes)
                throw new CliException($"The coordinator sent other bytes of {file.Path} than were asked for: it is of another version than this command.");
            await stream.WriteAsync(chunk.Data.Memory, cancellationToken);
        }
    }
}
