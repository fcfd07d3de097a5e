using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Coordinator.Processes;
using LatBench.Hosting.Processes;
using LatBench.Settings;

namespace LatBench.Coordinator.UploadedModels;

/// <summary>Has a model checked in a process of its own: a file that is made to crash a parser, or ONNX Runtime, takes that process and no more.</summary>
internal sealed class ModelCheck(ChildCommand command, TimeProvider time)
{
    /// <summary>The verb of the coordinator's executable that makes it a checking process.</summary>
    public const string Verb = "check-model";

    private const int MemoryPerByte = 4;
    private const int ShownBytes = 20;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    /// <summary>Gets the memory in bytes that a check may take beside a multiple of the size of the model.</summary>
    public long BaseMemory { get; init; } = 2L << 30;

    /// <summary>This program once more, as a checking process.</summary>
    public static ChildCommand Self() => ChildCommand.Self(typeof(ModelCheck).Assembly, Verb) with
    {
        // Secrets of the coordinator are none of its business.
        Environment = new Dictionary<string, string?> { [CoordinatorSettings.Database.Variable] = null },
    };

    /// <summary>Checks a model and takes it apart.</summary>
    /// <param name="task">The files.</param>
    /// <param name="sizeBytes">The size of its files, which its memory is limited by.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>The outcome; its failure is one sentence.</returns>
    public async Task<ModelCheckResult> RunAsync(ModelCheckTask task, long sizeBytes, CancellationToken cancellationToken)
    {
        ChildProcess process;
        try
        {
            process = ChildProcess.Start(command);
        }
        catch (ChildStartException exception)
        {
            return new ModelCheckResult { Failure = $"The process that checks models cannot be started: {exception.Message}.", IsOurs = true };
        }

        using (process)
            return await RunAsync(process, task, sizeBytes, cancellationToken);
    }

    private async Task<ModelCheckResult> RunAsync(ChildProcess process, ModelCheckTask task, long sizeBytes, CancellationToken cancellationToken)
    {
        ModelCheckResult? result = null;
        var memory = BaseMemory + (MemoryPerByte * sizeBytes);
        var end = await LimitedProcess.RunAsync(
            process,
            JsonSerializer.SerializeToUtf8Bytes(task, ModelCheckJson.Default.ModelCheckTask),
            new ProcessLimits(TimeLimit, memory),
            frame => result = JsonSerializer.Deserialize(frame, ModelCheckJson.Default.ModelCheckResult),
            time,
            cancellationToken);
        return result ?? new ModelCheckResult { Failure = Failure(end, memory) };
    }

    private static string Failure(LimitedEnd end, long memory) => end switch
    {
        { TookTooLong: true } => $"The model could not be checked within {TimeLimit.TotalMinutes:0} minutes: export it with fewer or smaller operators.",
        { OutOfMemory: true } => string.Create(CultureInfo.InvariantCulture, $"ONNX Runtime needs more than {memory >> ShownBytes} MiB of memory to load the model, which is more than a model of its size may take: look for constants that it computes when it is loaded."),
        { Exit.Signal: { } signal } => string.Create(CultureInfo.InvariantCulture, $"ONNX Runtime crashed (signal {signal}) while it loaded the model: check the file with onnx.checker, and export it again."),
        { Exit.FirstError: { } said } => $"The process that checks models failed; it said: {said}",
        _ => $"The process that checks models {end.Exit.Description} without a result: try again.",
    };
}

/// <summary>The model that a checking process is to look at.</summary>
/// <param name="ModelPath">The ONNX file; its external data lie beside it.</param>
/// <param name="Directory">A directory for what it writes.</param>
/// <param name="TakesCustomOperators">True where the model may need operators that ONNX Runtime lacks; one that does is not loaded.</param>
internal sealed record ModelCheckTask(string ModelPath, string Directory, bool TakesCustomOperators = false);

/// <summary>The outcome of a check.</summary>
internal sealed record ModelCheckResult
{
    /// <summary>Gets the reason why the model is refused; null where it is not.</summary>
    public string? Failure { get; init; }

    /// <summary>Gets a value indicating whether the failure is one of the coordinator and its disk, and says nothing of the model.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Gets the identity of the model.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Gets the size of its files in bytes.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Gets the description, an <see cref="Contracts.V1.UploadedModel"/> in JSON.</summary>
    public string Description { get; init; } = "";

    /// <summary>Gets the file with the graph without its large constants.</summary>
    public string GraphPath { get; init; } = "";

    /// <summary>Gets the file with the large constants; null where there are none.</summary>
    public string? WeightsPath { get; init; }

    /// <summary>Gets the name under which the graph refers to them; null where there are none.</summary>
    public string? WeightsFileName { get; init; }
}

/// <summary>JSON of what passes between the coordinator and a checking process.</summary>
[JsonSerializable(typeof(ModelCheckTask))]
[JsonSerializable(typeof(ModelCheckResult))]
internal sealed partial class ModelCheckJson : JsonSerializerContext;
