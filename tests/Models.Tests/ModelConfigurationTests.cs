using LatBench.SearchSpaces;

namespace LatBench.Models.Tests;

public sealed class ModelConfigurationTests
{
    [Fact]
    public void Parse_of_the_names_of_its_parts_gives_the_configuration_back()
    {
        var configuration = new ModelConfiguration { Input = "cifar10", Batch = 8, Precision = Precision.Fp16, GraphVariant = GraphVariant.Literal };

        Assert.Equal(configuration, ModelConfiguration.Parse("cifar10", 8, "fp16", "literal"));
        Assert.Equal("cifar10, batch 8, fp16, literal", configuration.ToString());
    }

    [Fact]
    public void Parse_of_an_unknown_precision_is_refused() => Assert.Throws<FormatException>(() => ModelConfiguration.Parse("cifar10", 8, "bf16", "literal"));

    [Fact]
    public void DefaultOf_takes_the_input_of_the_space()
    {
        var space = SearchSpaceRegistry.BuiltIn.Default;

        Assert.Equal(new ModelConfiguration { Input = space.DefaultInput.Name, Batch = 1, Precision = Precision.Fp32, GraphVariant = GraphVariant.Pruned }, ModelConfiguration.DefaultOf(space));
    }

    [Fact]
    public void WhyNotInput_names_the_inputs_of_the_space()
    {
        var space = SearchSpaceRegistry.BuiltIn.Default;

        Assert.Null(ModelConfiguration.WhyNotInput(space, "cifar10"));
        Assert.Equal("'mnist' is not an input of nas-bench-201: use one of cifar10, cifar100, imagenet16-120.", ModelConfiguration.WhyNotInput(space, "mnist"));
    }
}
