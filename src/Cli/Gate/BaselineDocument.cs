using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Measurements;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>The content of a baseline file; field names are stable.</summary>
/// <param name="Format"><see cref="BaselineFile.Format"/>.</param>
/// <param name="Target">Slug of the target, for people: a baseline is matched by its machine.</param>
/// <param name="Machine">The machine and its settings.</param>
/// <param name="Models">The models.</param>
internal sealed record BaselineDocument(string Format, string Target, BaselineMachine Machine, IReadOnlyList<BaselineModel> Models)
{
    private const string PassIndent = "\n        ";

    public static BaselineDocument Of(string target, GateRun run) => new(BaselineFile.Format, target, BaselineMachine.Of(run.Machine), [.. run.Models.Select(BaselineModel.Of)]);

    public GateRun ToDomain() => new(Machine.ToDomain(), [.. Models.Select(model => model.ToDomain())]);

    /// <summary>Returns the reason why the document is no baseline; null where it is one.</summary>
    public string? WhyNot()
    {
        if (Models.Count == 0)
            return "it has no model";
        if (Models.GroupBy(model => (model.Name, model.ModelConfig)).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return $"it has the model '{twice.Key.Name}' twice in one configuration";
        return Models.FirstOrDefault(model => model.Passes.Count == 0 || model.Passes.Any(pass => !pass.IsPossible)) is { } bad
            ? $"the passes of the model '{bad.Name}' are none, or have durations that are not above zero"
            : null;
    }

    /// <summary>Returns the bytes of the file: indented, with one pass a line.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        // Names of models are read by people; the file stands in no page.
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteString("target", Target);
            writer.WritePropertyName("machine");
            JsonSerializer.Serialize(writer, Machine, BaselineJsonContext.Default.BaselineMachine);
            writer.WriteStartArray("models");
            foreach (var model in Models)
            {
                writer.WriteStartObject();
                writer.WriteString("name", model.Name);
                writer.WriteString("sha256", model.Sha256);
                if (model.Model is { } uploaded)
                    writer.WriteString("model", uploaded);
                if (model.File is { } file)
                    writer.WriteString("file", file);
                writer.WriteString("model_config", model.ModelConfig);
                writer.WriteStartArray("passes");
                foreach (var pass in model.Passes)
                    writer.WriteRawValue(PassIndent + JsonSerializer.Serialize(pass, BaselineJsonContext.Default.BaselinePass));
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}

/// <summary>The machine of a baseline.</summary>
internal sealed record BaselineMachine(
    string? CpuModel, string Architecture, int LogicalCpus, int UsableCpus, string Runtime, string RuntimeVersion, string ExecutionProvider, int Threads, string GraphOptimization, string IoMode)
{
    public static BaselineMachine Of(MachineFingerprint machine) => new(
        machine.CpuModel, machine.Architecture, machine.LogicalCpus, machine.UsableCpus, machine.Runtime, machine.RuntimeVersion, machine.Provider, machine.Threads, machine.GraphOptimization, machine.IoMode);

    public MachineFingerprint ToDomain() => new()
    {
        CpuModel = CpuModel,
        Architecture = Architecture,
        LogicalCpus = LogicalCpus,
        UsableCpus = UsableCpus,
        Runtime = Runtime,
        RuntimeVersion = RuntimeVersion,
        Provider = ExecutionProvider,
        Threads = Threads,
        GraphOptimization = GraphOptimization,
        IoMode = IoMode,
    };
}

/// <summary>A model of a baseline.</summary>
internal sealed record BaselineModel(string Name, string Sha256, string ModelConfig, IReadOnlyList<BaselinePass> Passes)
{
    /// <summary>Gets the SHA-256 of the uploaded model; null for others.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the path of its file, relative to the folder of the baseline; null where it is not known.</summary>
    public string? File { get; init; }

    public static BaselineModel Of(GateModel model) =>
        new(model.Name, model.Sha256, model.Configuration, [.. model.Passes.Select(BaselinePass.Of)]) { Model = model.UploadedSha256, File = model.File };

    public GateModel ToDomain() =>
        new() { Name = Name, Sha256 = Sha256, Configuration = ModelConfig, Passes = [.. Passes.Select(pass => pass.ToDomain())], UploadedSha256 = Model, File = File };
}

/// <summary>A pass of a baseline: the samples, and what brings them to a reference clock and tells the state of the machine. All durations in nanoseconds.</summary>
internal sealed record BaselinePass(DateTimeOffset StartedAt, IReadOnlyList<long> SamplesNs)
{
    private static readonly Conditions NoConditions = new() { RuntimeVersion = "", AgentVersion = "" };

    public IReadOnlyList<long>? CanaryNs { get; init; }

    public long? ClockNs { get; init; }

    public long? ReferenceClockNs { get; init; }

    public bool? Contended { get; init; }

    /// <summary>Gets a value indicating whether there are samples, and all durations are above zero.</summary>
    [JsonIgnore]
    public bool IsPossible => SamplesNs.Count > 0 && SamplesNs.Concat(CanaryNs ?? []).All(ns => ns > 0) && ClockNs is null or > 0 && ReferenceClockNs is null or > 0;

    public static BaselinePass Of(PassResult pass) => new(pass.StartTime, pass.SamplesNs)
    {
        CanaryNs = pass.CanaryNs.Count > 0 ? pass.CanaryNs : null,
        ClockNs = pass.ClockNs,
        ReferenceClockNs = pass.ReferenceClockNs,
        Contended = pass.Contended,
    };

    public PassResult ToDomain() => new()
    {
        SamplesNs = SamplesNs,
        CanaryNs = CanaryNs ?? [],
        ClockNs = ClockNs,
        ReferenceClockNs = ReferenceClockNs,
        Contended = Contended,
        StartTime = StartedAt,
        EndTime = StartedAt,
        SessionCreation = Latency.FromNanoseconds(0),
        Conditions = NoConditions,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BaselineDocument))]
internal sealed partial class BaselineJsonContext : JsonSerializerContext;
