using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LatBench.Publishing.Tables;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Packaging;

/// <summary>
/// The file <c>croissant.json</c>: the dataset in Croissant 1.1 (https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html), a
/// JSON-LD vocabulary over schema.org. Every data file is a FileObject, every table of several files a FileSet, every table a RecordSet.
/// </summary>
internal static class CroissantFile
{
    public const string FileName = "croissant.json";

    public const string ConformsTo = "http://mlcommons.org/croissant/1.1";

    private const string Parquet = "application/x-parquet";

    /// <summary>Text as people read it, with nothing escaped but what JSON must escape.</summary>
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, NewLine = "\n" };

    public static string Write(PackageRequest package)
    {
        Table[] tables = [.. package.Content.Tables.Where(package.Content.Has)];
        // Where there are several tables of architectures none of them has all that arch_str can be.
        var architectures = package.Content.Spaces is [var only] ? only.Table : null;
        var dataset = new JsonObject
        {
            ["@context"] = CroissantContext.Create(),
            ["@type"] = "sc:Dataset",
            ["conformsTo"] = ConformsTo,
            ["name"] = "LatBench",
            ["description"] = "Latencies of neural networks, measured on real devices by LatBench: figures, every raw sample, the conditions it was taken in, and what failed.",
            ["version"] = package.Version.ToString(),
            ["url"] = package.Publication.Url ?? SnapshotLayout.ReadmeFile,
            ["license"] = package.Publication.License.IsStated ? $"https://spdx.org/licenses/{package.Publication.License.Spdx}" : "LICENSE",
            ["creator"] = new JsonObject { ["@type"] = "sc:Organization", ["name"] = package.Creator },
            ["keywords"] = new JsonArray(["latency", "benchmark", "neural architecture search", .. package.Content.Spaces.Select(published => published.Space.Title), "ONNX"]),
            ["inLanguage"] = "en",
            ["isLiveDataset"] = false,
            ["citeAs"] = $"@misc{{latbench_{package.Version.ToString().Replace('.', '_')}, title = {{{package.Title}}}, author = {{{{{package.Creator}}}}}, year = {{{package.Date?[..4]}}}}}",
        };
        if (package.Date is { } date)
            dataset["datePublished"] = date;
        dataset["distribution"] = new JsonArray([.. package.Data.Where(file => file.Path != SnapshotLayout.SchemaFile).Select(FileObject), .. tables.Where(table => table.IsPartitioned).Select(FileSet)]);
        dataset["recordSet"] = new JsonArray([.. tables.Select(table => RecordSet(table, architectures))]);
        return dataset.ToJsonString(Relaxed) + "\n";
    }

    private static JsonObject FileObject(SnapshotFileEntry file) => new JsonObject
    {
        ["@type"] = "cr:FileObject",
        ["@id"] = file.Path,
        ["name"] = file.Path,
        ["contentUrl"] = file.Path,
        ["contentSize"] = FormattableString.Invariant($"{file.SizeBytes} B"),
        ["encodingFormat"] = file.Path.StartsWith($"{SnapshotLayout.ModelFolder}/", StringComparison.Ordinal) ? "application/octet-stream" : Parquet,
        ["sha256"] = file.Sha256,
    };

    private static JsonObject FileSet(Table table) => new JsonObject
    {
        ["@type"] = "cr:FileSet",
        ["@id"] = SetOf(table),
        ["name"] = SetOf(table),
        ["description"] = $"The files of the table {table.Name}, one a target.",
        ["encodingFormat"] = Parquet,
        ["includes"] = table.Path,
    };

    private static JsonObject RecordSet(Table table, Table? architectures)
    {
        var set = new JsonObject
        {
            ["@type"] = "cr:RecordSet",
            ["@id"] = table.Name,
            ["name"] = table.Name,
            ["description"] = table.Description,
        };
        if (KeyOf(table) is { } key)
            set["key"] = new JsonObject { ["@id"] = $"{table.Name}/{key}" };
        set["field"] = new JsonArray([.. table.Describe().Select(column => Field(table, column, architectures))]);
        return set;
    }

    private static JsonObject Field(Table table, ColumnDescription column, Table? architectures)
    {
        var field = new JsonObject
        {
            ["@type"] = "cr:Field",
            ["@id"] = $"{table.Name}/{column.Name}",
            ["name"] = column.Name,
            ["description"] = column.Unit.Length > 0 ? $"{column.Description} Unit: {column.Unit}." : column.Description,
            ["dataType"] = TypeOf(column.Type),
            ["source"] = new JsonObject
            {
                [table.IsPartitioned ? "fileSet" : "fileObject"] = new JsonObject { ["@id"] = table.IsPartitioned ? SetOf(table) : table.Path },
                ["extract"] = new JsonObject { ["column"] = column.Name },
            },
        };
        if (Referenced(table, column, architectures) is { } referenced)
            field["references"] = new JsonObject { ["@id"] = referenced };
        return field;
    }

    private static string SetOf(Table table) => $"{table.Name}-files";

    private static string? KeyOf(Table table) =>
        table is Table<ArchitectureRow> ? "arch_str" : table == TargetTable.Instance ? "target" : null;

    private static string? Referenced(Table table, ColumnDescription column, Table? architectures) => (column.Name, KeyOf(table)) switch
    {
        ("target", not "target") => $"{TargetTable.Instance.Name}/target",
        ("arch_str", not "arch_str") when architectures is not null => $"{architectures.Name}/arch_str",
        _ => null,
    };

    private static string TypeOf(string type) => type switch
    {
        "string" => "sc:Text",
        "bool" => "sc:Boolean",
        "int32" or "int64" => "sc:Integer",
        "double" => "sc:Float",
        _ when type.StartsWith("timestamp", StringComparison.Ordinal) => "sc:DateTime",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No Croissant type is known for this type of column."),
    };
}

/// <summary>The JSON-LD context that appendix 1 of the Croissant specification recommends: terms that need no prefix.</summary>
internal static class CroissantContext
{
    private static readonly string[] Terms =
    [
        "annotation", "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "excludes", "extract", "field", "fileProperty", "fileObject",
        "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "recordSet", "references", "regex", "readLines",
        "sdVersion", "separator", "source", "subField", "transform", "unArchive", "value",
    ];

    public static JsonObject Create()
    {
        var context = new JsonObject
        {
            ["@language"] = "en",
            ["@vocab"] = "http://schema.org/",
            ["sc"] = "http://schema.org/",
            ["cr"] = "http://mlcommons.org/croissant/",
            ["rai"] = "http://mlcommons.org/croissant/RAI/",
            ["dct"] = "http://purl.org/dc/terms/",
            ["conformsTo"] = "dct:conformsTo",
            ["data"] = Typed("cr:data", "@json"),
            ["dataType"] = Typed("cr:dataType", "@vocab"),
            ["examples"] = Typed("cr:examples", "@json"),
        };
        foreach (var term in Terms)
            context[term] = $"cr:{term}";
        return context;
    }

    private static JsonObject Typed(string id, string type) => new() { ["@id"] = id, ["@type"] = type };
}
