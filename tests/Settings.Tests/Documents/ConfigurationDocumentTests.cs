using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LatBench.TestKit;

namespace LatBench.Settings.Tests.Documents;

/// <summary>docs/reference/configuration.md and the JSON schema beside it are the settings; <c>LATBENCH_APPROVE=1</c> writes them anew.</summary>
public sealed class ConfigurationDocumentTests
{
    private static readonly string Document = RepositoryRoot.PathOf("docs", "reference", "configuration.md");
    private static readonly string Schema = RepositoryRoot.PathOf("docs", "reference", "latbench.schema.json");

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Document_has_the_table_of_every_section()
    {
        foreach (var section in SettingSections.All)
        {
            var (before, _, after) = Parts(section.Name);
            if (Approval.IsRequested)
                File.WriteAllText(Document, before + Table(section) + after);

            Assert.Equal(Table(section), Parts(section.Name).Table);
        }
    }

    [Fact]
    public void Example_of_the_document_can_be_read()
    {
        using var folder = new TempFolder();
        var example = File.ReadAllText(Document).Split("```json\n")[1].Split("```")[0];

        Assert.True(ConfigurationFile.Read(folder.Write("latbench.json", example)).Values.Count > 5);
    }

    [Fact]
    public void Schema_is_that_of_the_settings()
    {
        var now = JsonSerializer.Serialize(Describe(), Indented) + "\n";
        if (Approval.IsRequested)
            File.WriteAllText(Schema, now);

        Assert.Equal(now, File.ReadAllText(Schema));
    }

    private static (string Before, string Table, string After) Parts(string section)
    {
        var text = File.ReadAllText(Document);
        var (start, end) = ($"<!-- settings: {section} -->\n", $"<!-- end: {section} -->");
        var (from, to) = (text.IndexOf(start, StringComparison.Ordinal) + start.Length, text.IndexOf(end, StringComparison.Ordinal));
        return (text[..from], text[from..to], text[to..]);
    }

    private static string Table(SettingSection section)
    {
        var table = new StringBuilder("\n| key | takes | default | environment variable | flag | |\n|---|---|---|---|---|---|\n");
        foreach (var setting in section.Settings)
        {
            var expected = setting.Type.Kind == SettingKind.Texts ? $"a list, each {setting.Type.Expected}" : setting.Type.Expected;
            var value = setting.DefaultWords ?? (setting.Default is { } text ? $"`{text}`" : "none");
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{setting.Key}` | {expected} | {value} | `{setting.Variable}` | {(setting.Flag is { } flag ? $"`{flag}`" : "none")} | {setting.Description} |\n");
        }

        return table.Append('\n').ToString().Replace("DIR|S3", "DIR\\|S3", StringComparison.Ordinal);
    }

    private static JsonObject Describe()
    {
        var sections = new JsonObject { ["$schema"] = new JsonObject { ["type"] = "string" } };
        foreach (var section in SettingSections.All)
            sections[section.Name] = Object(new(section.Settings.Select(setting => KeyValuePair.Create<string, JsonNode?>(setting.Key, Describe(setting)))));
        var schema = Object(sections);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "latbench.json, the configuration of LatBench");
        return schema;
    }

    private static JsonObject Object(JsonObject properties) => new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };

    private static JsonObject Describe(Setting setting)
    {
        var schema = new JsonObject { ["description"] = $"{setting.Description} Takes {setting.Type.Expected}; default: {setting.DefaultText}." };
        schema["type"] = setting.Type.Kind switch { SettingKind.Number => "number", SettingKind.Switch => "boolean", SettingKind.Texts => "array", _ => "string" };
        if (setting.Type.Kind == SettingKind.Texts)
            schema["items"] = new JsonObject { ["type"] = "string" };
        return schema;
    }
}
