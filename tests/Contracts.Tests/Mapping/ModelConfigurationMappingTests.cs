using LatBench.Contracts.Mapping;
using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.Contracts.Tests.Mapping;

public sealed class ModelConfigurationMappingTests
{
    private static readonly ISearchSpace Space = SearchSpaceRegistry.BuiltIn.Default;

    [Fact]
    public void ToDomain_of_every_combination_gives_back_what_ToProto_was_given()
    {
        var all = from input in Space.Inputs
                  from precision in Enum.GetValues<Precision>()
                  from variant in Enum.GetValues<GraphVariant>()
                  select new ModelConfiguration { Input = input.Name, Batch = 8, Precision = precision, GraphVariant = variant };

        Assert.All(all, configuration => Assert.Equal(configuration, configuration.ToProto().ToDomain(Space)));
        Assert.All(all, configuration => Assert.Equal(configuration.ToString(), configuration.ToProto().Describe()));
    }

    [Fact]
    public void ToProto_numbers_are_the_contracts()
    {
        var message = new ModelConfiguration { Input = "imagenet16-120", Batch = 3, Precision = Precision.Int8, GraphVariant = GraphVariant.Literal }.ToProto();

        Assert.Equal(new V1.ModelConfig { Dataset = V1.Dataset.Imagenet16120, Batch = 3, Precision = V1.Precision.Int8, GraphVariant = V1.GraphVariant.Literal }, message);
    }

    [Fact]
    public void ToDomain_of_an_empty_message_is_the_default_of_the_space() =>
        Assert.Equal(ModelConfiguration.DefaultOf(Space), new V1.ModelConfig().ToDomain(Space));

    [Fact]
    public void ToProto_names_an_input_that_the_wire_has_no_number_for()
    {
        var message = new ModelConfiguration { Input = "mnist" }.ToProto();

        Assert.Equal((V1.Dataset.Unspecified, "mnist"), (message.Dataset, message.Input));
    }

    [Fact]
    public void Validate_lists_every_fault_with_its_field()
    {
        var message = new V1.ModelConfig { Dataset = (V1.Dataset)9, Batch = ModelConfiguration.MaxBatch + 1, Precision = (V1.Precision)9, GraphVariant = (V1.GraphVariant)9 };

        Assert.Equal(
            ["model_config.dataset", "model_config.batch", "model_config.precision", "model_config.graph_variant"],
            message.Validate(Space, "model_config").Select(fault => fault.Field));
        Assert.Contains("A batch of 4097 images is out of range: 1 to 4096.", message.Validate(Space, "model_config").Select(fault => fault.Message));
        Assert.Equal("9, batch 4097, 9, 9", message.Describe());
    }

    [Fact]
    public void Validate_of_no_message_and_of_an_empty_one_finds_nothing()
    {
        Assert.Empty(((V1.ModelConfig?)null).Validate(Space, "model_config"));
        Assert.Empty(new V1.ModelConfig().Validate(Space, "model_config"));
    }
}
