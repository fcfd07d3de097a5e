using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Measure;
using LatBench.Cli.Models;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.Hosting.Files;
using LatBench.Measurements.Gates;
using LatBench.ModelFiles;
using ModelFile = LatBench.ModelFiles.ModelFile;

namespace LatBench.Cli.Gate;

/// <summary>Finds the files of a baseline's models, so that they can be measured again. A file is one of them where its SHA-256 is that of the baseline.</summary>
/// <param name="context">The run of the command.</param>
/// <param name="baseline">The file of the baseline.</param>
/// <param name="given">Files that the command line names for it.</param>
internal sealed class BaselineModels(CommandContext context, string baseline, IReadOnlyList<string> given)
{
    private const string Prefix = "models/";

    private readonly Dictionary<string, string?> _identities = new(StringComparer.Ordinal);

    /// <summary>Uploads the models that are at hand and that the coordinator does not have yet.</summary>
    /// <param name="connection">The coordinator.</param>
    /// <param name="devices">The devices that they are measured on.</param>
    /// <param name="models">The models of the baseline.</param>
    /// <returns>The names of the models, and for each that is not at hand, or cannot be measured, the reason in one sentence.</returns>
    public async Task<(IReadOnlyList<string> Names, IReadOnlyList<string> Missing)> UploadAsync(CoordinatorConnection connection, MeasuredDevices devices, IEnumerable<GateModel> models)
    {
        var (names, missing) = (new List<string>(), new List<string>());
        var upload = new ModelUpload(context, connection, takesCustomOperators: true, devices.RequireOperatorsAsync);
        foreach (var model in models.DistinctBy(model => (model.Name, model.UploadedSha256)))
        {
            try
            {
                if (model.UploadedSha256 is not { } sha256)
                    missing.Add($"{Printable.OneLine(model.Name)}: the baseline does not say which file it was of.");
                else if (await StoredAsync(connection, sha256) is { } stored)
                    names.Add(await MeasurableAsync(stored, devices));
                else if (Find(model) is { } path)
                    names.Add((await upload.RunAsync(path)).Model.Name);
                else
                    missing.Add($"{Printable.OneLine(model.Name)}: {WhyMissing(model)}");
            }
            catch (Exception exception) when (UploadRefusal.Of(exception) is { } reason)
            {
                missing.Add($"{Printable.OneLine(model.Name)}: {reason}");
            }
        }

        return (names, missing);
    }

    /// <summary>Returns the path of a file as a baseline keeps it: relative to the folder of the baseline.</summary>
    /// <param name="path">The path of the file.</param>
    public string Relative(string path) => Path.GetRelativePath(Folder, Path.GetFullPath(path)).Replace('\\', '/');

    private string Folder => Path.GetDirectoryName(Path.GetFullPath(baseline))!;

    private string? Find(GateModel model) => given.Concat(Recorded(model)).FirstOrDefault(path => IdentityOf(path) == model.UploadedSha256);

    private IEnumerable<string> Recorded(GateModel model) => model.File is { } file ? [Path.GetFullPath(file, Folder)] : [];

    private string WhyMissing(GateModel model)
    {
        if (given.Count > 0)
            return $"none of the files of --baseline-models has its SHA-256 {model.UploadedSha256![..12]}…: give the file of the baseline.";
        var advice = "give the file of the baseline with --baseline-models";
        if (Recorded(model).FirstOrDefault() is not { } path)
            return $"no file has its SHA-256 {model.UploadedSha256![..12]}…: {advice}.";
        return IdentityOf(path) is null
            ? $"{Printable.OneLine(model.File!)} of the baseline's folder is no ONNX file that can be read: {advice}."
            : $"{Printable.OneLine(model.File!)} has changed since the baseline: {advice}.";
    }

    private static async Task<string> MeasurableAsync(UploadedModel model, MeasuredDevices devices)
    {
        await devices.RequireOperatorsAsync(model.CustomOperators);
        return model.Name;
    }

    private async Task<UploadedModel?> StoredAsync(CoordinatorConnection connection, string sha256)
    {
        try
        {
            return (await connection.Models.GetModelAsync(new GetModelRequest { Name = Prefix + sha256 }, cancellationToken: context.CancellationToken)).Model;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    private string? IdentityOf(string path)
    {
        if (_identities.TryGetValue(path, out var known))
            return known;
        try
        {
            return _identities[path] = ModelFile.Read(path).Description.Sha256;
        }
        catch (Exception exception) when (exception is ModelFileException || FileError.Is(exception))
        {
            return _identities[path] = null;
        }
    }
}
