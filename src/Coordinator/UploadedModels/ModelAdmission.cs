using System.Text;
using LatBench.Coordinator.Errors;
using LatBench.Hosting.Files;
using LatBench.Storage;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.UploadedModels;

/// <summary>Makes models of uploaded files: checks them, and stores the graph and the large constants apart.</summary>
internal sealed class ModelAdmission(IStore store, IArtifactStore artifacts, UploadStaging staging, ModelCheck check, RemovedArtifacts removed, TimeProvider time) : IDisposable
{
    private const int MaxFiles = 10_000;
    private const int MaxNameBytes = 255;
    private const int MaxPathLength = 4096;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Makes a model, or finds the one of the same files.</summary>
    /// <param name="displayName">A name for people; empty for that of the ONNX file.</param>
    /// <param name="files">The ONNX file, then its external data; paths below the folder of the ONNX file.</param>
    /// <param name="takesCustomOperators">True where the model may need operators that ONNX Runtime lacks.</param>
    /// <param name="cancellationToken">Abandons it; nothing is stored then.</param>
    /// <exception cref="RefusalException">They are no model that can be measured.</exception>
    public async Task<(UploadedModel Model, bool Existed)> CreateAsync(
        string displayName, IReadOnlyList<(string Path, string Sha256)> files, bool takesCustomOperators, CancellationToken cancellationToken)
    {
        Validate(displayName, files);
        // One after the other: two calls for the same files find one model, and the checks do not add up their memory.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await CheckAsync(displayName, files, takesCustomOperators, cancellationToken);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw UploadStaging.Refused(exception, files[0].Path);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<(UploadedModel Model, bool Existed)> CheckAsync(
        string displayName, IReadOnlyList<(string Path, string Sha256)> files, bool takesCustomOperators, CancellationToken cancellationToken)
    {
        if (files.Count == 1 && await store.UploadedModels.FindAsync(files[0].Sha256, cancellationToken) is { } known)
            return (known, true);
        var (directory, missing) = staging.TakeOut(files);
        if (directory is null)
            throw Refusals.FailedPrecondition($"The file {missing} has not been uploaded: upload it first with UploadFile, to this coordinator.");
        try
        {
            var size = files.Sum(file => new FileInfo(Path.Combine(directory, file.Path)).Length);
            var written = Directory.CreateDirectory(Path.Combine(directory, $"checked-{Guid.NewGuid():n}")).FullName;
            var result = await check.RunAsync(new ModelCheckTask(Path.Combine(directory, files[0].Path), written, takesCustomOperators), size, cancellationToken);
            if (result.Failure is { } failure)
                throw result.IsOurs ? Refusals.FailedPrecondition(failure) : Refusals.InvalidArgument("files", failure);
            return await StoreAsync(displayName.Length > 0 ? displayName : Path.GetFileName(files[0].Path), result, cancellationToken);
        }
        finally
        {
            Delete(directory);
        }
    }

    private async Task<(UploadedModel Model, bool Existed)> StoreAsync(string displayName, ModelCheckResult result, CancellationToken cancellationToken)
    {
        await using var held = await removed.HoldAsync(cancellationToken);
        if (await store.UploadedModels.FindAsync(result.Sha256, cancellationToken) is { } known)
            return (known, true);
        var model = new UploadedModel
        {
            Sha256 = result.Sha256,
            DisplayName = displayName,
            SizeBytes = result.SizeBytes,
            WeightsSha256 = result.WeightsPath is { } weights ? await artifacts.PutFileAsync(weights, cancellationToken) : "",
            WeightsFileName = result.WeightsFileName ?? "",
            GraphSha256 = await artifacts.PutFileAsync(result.GraphPath, cancellationToken),
            Description = result.Description,
            CreatedAt = time.GetUtcNow(),
        };
        var added = await store.UploadedModels.AddAsync(model, cancellationToken);
        return ((await store.UploadedModels.FindAsync(model.Sha256, cancellationToken))!, !added);
    }

    private static void Validate(string displayName, IReadOnlyList<(string Path, string Sha256)> files)
    {
        var faults = new List<(string Field, string Message)>();
        if (Encoding.UTF8.GetByteCount(displayName) > MaxNameBytes || displayName.Any(char.IsControl))
            faults.Add(("display_name", $"The display name is at most {MaxNameBytes} bytes without control characters."));
        if (files.Count is 0 or > MaxFiles)
            faults.Add(("files", $"A model has 1 to {MaxFiles} files, the ONNX file first."));
        foreach (var (place, file) in files.Take(MaxFiles).Index())
        {
            if (!IsSafe(file.Path))
                faults.Add(($"files[{place}].path", "A path of a file is relative, leads nowhere out of the folder of the model, and is at most 4096 characters without control characters."));
        }

        if (faults.Count == 0 && files.GroupBy(file => file.Path, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { Key: { } twice })
            faults.Add(("files", $"The path '{twice}' stands there twice."));
        if (faults.Count > 0)
            throw Refusals.InvalidArgument(faults);
    }

    private static bool IsSafe(string path) => path.Length is > 0 and <= MaxPathLength && !path.Any(char.IsControl) && !path.Contains('\\', StringComparison.Ordinal) && !Path.IsPathRooted(path)
        && Array.TrueForAll(path.Split('/'), part => part is not ("" or "." or "..") && Encoding.UTF8.GetByteCount(part) <= MaxNameBytes);

    private static void Delete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            // The next start of the coordinator deletes it.
        }
    }
}
