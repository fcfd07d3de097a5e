using System.Text.Json;
using LatBench.TestKit;

namespace LatBench.SearchSpaces.Tests.Darts;

/// <summary>The genotypes with published or computed sizes, which lie beside the repository.</summary>
internal static class PublishedGenotypes
{
    public const string DartsV2 =
        "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], "
        + "normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), ('skip_connect', 2), ('skip_connect', 2), "
        + "('max_pool_3x3', 1)], reduce_concat=range(2, 6))";

    public const string DartsV2Compact = "sep3.0+sep3.1|sep3.0+sep3.1|sep3.1+skip.0|skip.0+dil3.2/max.0+max.1|skip.2+max.1|max.0+skip.2|skip.2+max.1";

    public const string AmoebaNet =
        "Genotype(normal=[('avg_pool_3x3', 0), ('max_pool_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_5x5', 2), ('sep_conv_3x3', 0), ('avg_pool_3x3', 3), ('sep_conv_3x3', 1), ('skip_connect', 1), "
        + "('skip_connect', 0), ('avg_pool_3x3', 1)], normal_concat=[4, 5, 6], reduce=[('avg_pool_3x3', 0), ('sep_conv_3x3', 1), ('max_pool_3x3', 0), ('sep_conv_7x7', 2), ('sep_conv_7x7', 0), "
        + "('avg_pool_3x3', 1), ('max_pool_3x3', 0), ('max_pool_3x3', 1), ('conv_7x1_1x7', 0), ('sep_conv_3x3', 5)], reduce_concat=[3, 4, 6])";

    public static IReadOnlyList<JsonElement> All
    {
        get
        {
            using var document = JsonDocument.Parse(string.Join('\n', ReferenceData.Lines("darts-genotypes.json")));
            return [.. document.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.Clone())];
        }
    }

    public static string Name(this JsonElement entry) => entry.GetProperty("name").GetString()!;

    public static string Text(this JsonElement entry) => entry.GetProperty("genotype").GetString()!;
}
