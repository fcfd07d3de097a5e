using System.Text.Json;
using LatBench.Publishing.Tests.Fakes;

namespace LatBench.Publishing.Tests.Packaging;

/// <summary>
/// Held against Croissant 1.1 (https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html): what it calls required at the level of the dataset,
/// and what every resource, record set and field needs to be found.
/// </summary>
public sealed class CroissantFileTests(CroissantFileTests.Published published) : IClassFixture<CroissantFileTests.Published>
{
    private static readonly string[] Required =
        ["@context", "@type", "conformsTo", "description", "license", "name", "url", "creator", "datePublished", "distribution"];

    private JsonElement Croissant => published.Document.RootElement;

    [Fact]
    public void Write_has_every_required_property()
    {
        Assert.All(Required, name => Assert.True(Croissant.TryGetProperty(name, out _), name));
        Assert.Equal("sc:Dataset", Text(Croissant, "@type"));
        Assert.Equal("http://mlcommons.org/croissant/1.1", Text(Croissant, "conformsTo"));
        Assert.Equal("dct:conformsTo", Text(Croissant.GetProperty("@context"), "conformsTo"));
        Assert.Equal("1.0.0", Text(Croissant, "version"));
        Assert.Equal("2024-03-01", Text(Croissant, "datePublished"));
        Assert.Equal("https://spdx.org/licenses/CC-BY-4.0", Text(Croissant, "license"));
        Assert.Equal("A lab", Text(Croissant.GetProperty("creator"), "name"));
    }

    [Fact]
    public void Write_every_file_object_is_a_file_with_its_hash_and_size()
    {
        var objects = Distribution("cr:FileObject").ToArray();

        Assert.Equal(Directory.EnumerateFiles(Path.Combine(published.Root, "data"), "*.parquet", SearchOption.AllDirectories).Count(), objects.Length);
        Assert.All(objects, file =>
        {
            var path = Path.Combine(published.Root, Text(file, "contentUrl"));
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), Text(file, "sha256"));
            Assert.Equal($"{new FileInfo(path).Length} B", Text(file, "contentSize"));
            Assert.Equal("application/x-parquet", Text(file, "encodingFormat"));
            Assert.NotEmpty(Text(file, "name"));
        });
    }

    [Fact]
    public void Write_every_file_set_finds_its_files() => Assert.All(Distribution("cr:FileSet"), set =>
    {
        Assert.NotEmpty(Text(set, "encodingFormat"));
        Assert.NotEqual(0L, DuckDb.Value($"SELECT count(*) FROM glob('{published.Root}/{Text(set, "includes")}')"));
    });

    [Fact]
    public void Write_identifiers_are_unique_and_every_reference_leads_to_one()
    {
        var defined = new List<string>();
        var referenced = new List<string>();
        Visit(Croissant);

        Assert.Equal(defined.Distinct(StringComparer.Ordinal), defined);
        Assert.NotEmpty(referenced);
        Assert.All(referenced, id => Assert.Contains(id, defined));

        void Visit(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                    Visit(item);
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                // An object with nothing but an identifier is a reference.
                if (element.TryGetProperty("@id", out var id))
                    (element.EnumerateObject().Count() == 1 ? referenced : defined).Add(id.GetString()!);
                foreach (var property in element.EnumerateObject().Where(property => property.Name != "@context"))
                    Visit(property.Value);
            }
        }
    }

    [Fact]
    public void Write_fields_are_the_columns_of_the_files()
    {
        foreach (var set in Croissant.GetProperty("recordSet").EnumerateArray())
        {
            Assert.Equal("cr:RecordSet", Text(set, "@type"));
            var fields = set.GetProperty("field").EnumerateArray().ToArray();
            var source = fields[0].GetProperty("source");
            var files = source.TryGetProperty("fileSet", out var fileSet)
                ? Text(Distribution("cr:FileSet").Single(one => Text(one, "@id") == Text(fileSet, "@id")), "includes")
                : Text(source.GetProperty("fileObject"), "@id");
            Assert.Equal(
                DuckDb.Columns($"{published.Root}/{files}").Select(column => (column.Split(' ')[0], TypeOf(column.Split(' ', 2)[1]))),
                fields.Select(field => (Text(field.GetProperty("source").GetProperty("extract"), "column"), Text(field, "dataType"))));
            Assert.All(fields, field => Assert.Equal("cr:Field", Text(field, "@type")));
        }
    }

    private static string TypeOf(string duckDb) => duckDb switch
    {
        "VARCHAR" => "sc:Text",
        "BOOLEAN" => "sc:Boolean",
        "INTEGER" or "BIGINT" => "sc:Integer",
        "DOUBLE" => "sc:Float",
        _ => "sc:DateTime",
    };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private IEnumerable<JsonElement> Distribution(string type) => Croissant.GetProperty("distribution").EnumerateArray().Where(one => Text(one, "@type") == type);

    public sealed class Published : IAsyncLifetime
    {
        private readonly Lab _lab = Lab.WithEveryVerdict();

        public string Root => _lab.PathOf("1.0.0");

        public JsonDocument Document { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await _lab.Builder.BuildAsync(
                new SnapshotRequest { Publication = new Publication { License = DataLicense.Find("CC-BY-4.0")!, Publisher = "A lab" } }, CancellationToken.None);
            Document = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Root, "croissant.json")));
        }

        public ValueTask DisposeAsync()
        {
            Document.Dispose();
            _lab.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
