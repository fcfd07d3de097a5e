using System.Text.Json.Nodes;

namespace LatBench.Publishing.Packaging;

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
