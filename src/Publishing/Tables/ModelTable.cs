using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Storage.Models;
using Column = LatBench.Publishing.Tables.ColumnFactory<LatBench.Publishing.Tables.ModelTableRow>;

namespace LatBench.Publishing.Tables;

/// <summary>The models that users uploaded, which are the architectures of the search space <c>onnx</c>. Their files are published only where that is asked for.</summary>
internal static class ModelTable
{
    public static Table<ModelTableRow> Instance { get; } = new("models", false, "One ONNX file of a user that has a row in another table.",
    [
        Column.Text("arch_str", row => row.Sha256, "Identity, as in the column arch_str of the other tables: the SHA-256 of the ONNX file, or of a list of its files."),
        Column.OptionalText("name", row => row.Name, "The name that its owner gave it; null where it was deleted since."),
        Column.OptionalInt64("size_bytes", row => row.SizeBytes, "All bytes of its files.", "bytes"),
        Column.OptionalInt64("ir_version", row => row.Description?.IrVersion, "Version of the ONNX format.", "version"),
        Column.OptionalText("operator_sets", row => row.Description?.Sets, "The sets of operators that it is written in, with their versions, separated by '; '."),
        Column.OptionalText("producer", row => row.Description?.Producer, "The program that wrote it."),
        Column.OptionalText("operators", row => row.Description?.OperatorList, "Its operators by type, with their numbers, separated by '; '."),
        Column.OptionalInt64("parameters", row => row.Description?.Parameters, "Elements of its constants of floating point and of its quantised weights.", "parameters"),
        Column.OptionalInt64("macs", row => row.Description?.Macs, "Multiply-accumulate operations of one inference with the inputs that are proposed; null where they are not known before it runs.", "MACs"),
    ]);

    /// <summary>The rows of models, ordered by SHA-256: those that are still stored, and those of which only measurements are left.</summary>
    public static IEnumerable<ModelTableRow> Rows(IEnumerable<string> measured, IReadOnlyDictionary<string, UploadedModel> stored) =>
        measured.Order(StringComparer.Ordinal).Select(sha256 => stored.TryGetValue(sha256, out var model)
            ? new ModelTableRow(sha256, model.DisplayName, model.SizeBytes, ModelDescription.Read(model.Description))
            : new ModelTableRow(sha256, null, null, null));
}

/// <summary>An uploaded model.</summary>
internal sealed record ModelTableRow(string Sha256, string? Name, long? SizeBytes, ModelDescription? Description);

/// <summary>The parts of the stored description of a model that are published; it is the JSON of the contract's message.</summary>
internal sealed record ModelDescription
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    public long IrVersion { get; init; }

    public string Producer { get; init; } = "";

    public long Parameters { get; init; }

    public long? Macs { get; init; }

    public IReadOnlyList<OperatorSet> OperatorSets { get; init; } = [];

    public IReadOnlyList<OperatorCount> Operators { get; init; } = [];

    public string Sets => string.Join("; ", OperatorSets.Select(set => string.Create(CultureInfo.InvariantCulture, $"{(set.Domain.Length == 0 ? "ai.onnx" : set.Domain)} {set.Version}")));

    public string OperatorList => string.Join("; ", Operators.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Type} {one.Count}")));

    public static ModelDescription Read(string json) => JsonSerializer.Deserialize<ModelDescription>(json, Options)!;

    internal sealed record OperatorSet(string Domain = "", long Version = 0);

    internal sealed record OperatorCount(string Type = "", int Count = 0);
}
