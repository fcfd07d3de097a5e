using LatBench.SearchSpaces;

namespace LatBench.Models.Tests;

public sealed class ModelNamesTests
{
    [Fact]
    public void Parse_own_names_gives_the_values_back()
    {
        Assert.Equal(["fp32", "fp16", "int8"], Enum.GetValues<Precision>().Select(precision => precision.Name()));
        Assert.Equal(["pruned", "literal"], Enum.GetValues<GraphVariant>().Select(variant => variant.Name()));
        Assert.All(Enum.GetValues<Precision>(), precision => Assert.Equal(precision, ModelNames.ParsePrecision(precision.Name())));
        Assert.All(Enum.GetValues<GraphVariant>(), variant => Assert.Equal(variant, ModelNames.ParseVariant(variant.Name())));
    }

    [Fact]
    public void Parse_unknown_name_lists_the_known_ones()
    {
        Assert.Equal(
            "'bf16' is not a precision: use one of fp32, fp16, int8.",
            Assert.Throws<FormatException>(() => ModelNames.ParsePrecision("bf16")).Message);
        Assert.Equal(
            "'Pruned' is not a graph variant: use one of pruned, literal.",
            Assert.Throws<FormatException>(() => ModelNames.ParseVariant("Pruned")).Message);
    }
}
