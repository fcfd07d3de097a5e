using System.Text.Json.Serialization.Metadata;
using Google.Protobuf.Reflection;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Gate;
using LatBench.Cli.Plots;
using LatBench.Cli.Quickstart;
using LatBench.Cli.Snapshots;
using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.Cli.Tests.Terminals;

/// <summary>
/// The JSON that the command prints is frozen: the document of every command, and the names and types of its properties, are in <c>json.approved.txt</c>, which
/// <c>LATBENCH_APPROVE=1</c> writes anew. A line may be added; one that changes or goes would break the programs that read the JSON, and is a change that the changelog names.
/// </summary>
public sealed class FrozenJsonTests(SampleCoordinator coordinator) : IClassFixture<SampleCoordinator>
{
    private const string WellKnown = "google.protobuf";

    private static readonly string Approved = RepositoryRoot.PathOf("tests", "Cli.Tests", "Terminals", "json.approved.txt");

    /// <summary>The documents that the samples do not lead to: they need the files of a real coordinator, go to a file, or depend on what was measured.</summary>
    private static readonly (string Command, object Document)[] WithoutSamples =
    [
        ("snapshots download", SnapshotJsonContext.Default.DownloadReport),
        ("snapshots push", SnapshotJsonContext.Default.PushReport),
        ("predictors download", Predictor.Descriptor),
        ("predictors plot", PictureJsonContext.Default.PictureReport),
        ("quickstart", SummaryJsonContext.Default.QuickstartSummary),
        ("gate", GateJsonContext.Default.GateDocument),
        ("search run", Search.Descriptor),
    ];

    [Fact]
    public async Task Documents_are_the_approved_ones()
    {
        using var folder = await JsonPurityTests.FilesAsync();
        var documents = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var line in JsonPurityTests.Commands)
            foreach (var document in await coordinator.DocumentsOfAsync(JsonPurityTests.Words(line, folder)))
                documents[$"{Path(line)} = {NameOf(document)}"] = document;
        foreach (var (command, document) in WithoutSamples)
            documents[$"{command} = {NameOf(document)}"] = document;

        string[] now = [.. documents.Keys, .. documents.Values.SelectMany(document => Lines(document, [])).Distinct().Order(StringComparer.Ordinal)];
        if (Approval.IsRequested)
            await File.WriteAllLinesAsync(Approved, now, TestContext.Current.CancellationToken);

        var approved = await File.ReadAllLinesAsync(Approved, TestContext.Current.CancellationToken);
        Assert.Empty(approved.Except(now));
        Assert.Empty(now.Except(approved));
    }

    [Fact]
    public void Every_command_with_json_has_its_document()
    {
        var approved = File.ReadAllLines(Approved);
        var commands = JsonPurityTests.Leaves(Root(), "").Where(leaf => leaf.Command.Options.Any(option => option.Name == "--json")).Select(leaf => leaf.Path);

        // Those print what another program prints, and are frozen there.
        Assert.Equal(JsonPurityTests.Elsewhere, commands.Where(command => !approved.Any(line => line.StartsWith(command + " = ", StringComparison.Ordinal))));
    }

    private static System.CommandLine.RootCommand Root() => LatBenchCommand.Create(new CliHost(new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null, Variable = _ => null }));

    /// <summary>The command of a command line.</summary>
    private static string Path(string line) => JsonPurityTests.Leaves(Root(), "").Select(leaf => leaf.Path).Where(path => (line + " ").StartsWith(path + " ", StringComparison.Ordinal)).MaxBy(path => path.Length)!;

    private static string NameOf(object document) => document is MessageDescriptor message ? message.FullName : ((JsonTypeInfo)document).Type.Name;

    private static IEnumerable<string> Lines(object document, HashSet<string> seen) => document is MessageDescriptor message ? Lines(message, seen) : Lines((JsonTypeInfo)document, seen);

    private static IEnumerable<string> Lines(MessageDescriptor type, HashSet<string> seen) => !seen.Add(type.FullName) ? [] :
    [
        .. type.Fields.InDeclarationOrder().Select(field => $"{type.FullName}.{field.Name}: {TypeOf(field)}"),
        .. from field in type.Fields.InDeclarationOrder()
           let value = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field
           where value.FieldType == FieldType.Message && value.MessageType.File.Package != WellKnown
           from line in Lines(value.MessageType, seen)
           select line,
    ];

    private static string TypeOf(FieldDescriptor field) => field switch
    {
        { IsMap: true } => $"object of {Single(field.MessageType.FindFieldByNumber(2))}",
        { IsRepeated: true } => $"array of {Single(field)}",
        { HasPresence: true } => $"{Single(field)}, may be absent",
        _ => Single(field),
    };

    /// <summary>The type in protobuf's JSON mapping.</summary>
    private static string Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => "boolean",
        FieldType.Double or FieldType.Float or FieldType.Int32 or FieldType.UInt32 or FieldType.SInt32 or FieldType.Fixed32 or FieldType.SFixed32 => "number",
        FieldType.Message when field.MessageType.File.Package != WellKnown => field.MessageType.FullName,
        FieldType.Message => $"string ({field.MessageType.Name})",
        FieldType.Enum => $"string ({field.EnumType.FullName})",
        FieldType.String => "string",
        var type => $"string ({type.ToString().ToLowerInvariant()})",
    };

    private static IEnumerable<string> Lines(JsonTypeInfo type, HashSet<string> seen)
    {
        if (type.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary)
            return Lines(type.Options.GetTypeInfo(type.ElementType!), seen);
        if (type.Kind != JsonTypeInfoKind.Object || !seen.Add(type.Type.Name))
            return [];
        return
        [
            .. type.Properties.Select(property => $"{type.Type.Name}.{property.Name}: {TypeOf(property.PropertyType, type)}{(property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null ? " or null" : "")}"),
            .. type.Properties.SelectMany(property => Lines(type.Options.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType), seen)),
        ];
    }

    private static string TypeOf(Type type, JsonTypeInfo parent)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var info = parent.Options.GetTypeInfo(bare);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => $"array of {TypeOf(info.ElementType!, info)}",
            JsonTypeInfoKind.Dictionary => $"object of {TypeOf(info.ElementType!, info)}",
            JsonTypeInfoKind.Object => bare.Name,
            _ when bare == typeof(bool) => "boolean",
            _ when bare == typeof(int) || bare == typeof(long) || bare == typeof(uint) || bare == typeof(ulong) || bare == typeof(double) => "number",
            _ => "string",
        };
    }
}
