using LatBench.SearchSpaces.NasBench201;

namespace LatBench.SearchSpaces.Tests.NasBench201;

public sealed class DatasetTests
{
    [Theory]
    [InlineData("cifar10", Dataset.Cifar10, 10, 32)]
    [InlineData("cifar100", Dataset.Cifar100, 100, 32)]
    [InlineData("imagenet16-120", Dataset.ImageNet16Dash120, 120, 16)]
    public void Parse_name_gives_the_dataset_with_its_sizes(string name, Dataset dataset, int classes, int side)
    {
        Assert.Equal(dataset, Datasets.Parse(name));
        Assert.Equal(name, dataset.Name());
        Assert.Equal(classes, dataset.Classes());
        Assert.Equal([4, 3, side, side], dataset.InputShape(batch: 4));
    }

    [Fact]
    public void Parse_unknown_name_lists_the_known_ones()
    {
        var error = Assert.Throws<FormatException>(() => Datasets.Parse("mnist"));
        Assert.Equal("'mnist' is not a dataset: use one of cifar10, cifar100, imagenet16-120.", error.Message);
        Assert.False(Datasets.TryParse(null, out _));
    }
}
