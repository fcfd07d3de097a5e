using LatBench.Exporter;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Models.Tests;

public sealed class ModelSpecTests
{
    private static readonly Cell WithDeadEdge = Cell.Parse("300100");

    private static readonly Cell Effective = WithDeadEdge.EffectiveCell.Cell;

    [Fact]
    public void Defaults_are_cifar100_batch_1_fp32_pruned() =>
        Assert.Equal("nas-bench-201/333333/cifar100/b1/fp32/pruned", Nas201.Spec(Cell.Parse("333333")).Name);

    [Fact]
    public void Equals_pruned_is_decided_by_the_effective_cell()
    {
        Assert.Equal(Nas201.Spec(Effective), Nas201.Spec(WithDeadEdge));
        Assert.Equal(Nas201.Spec(Effective).GetHashCode(), Nas201.Spec(WithDeadEdge).GetHashCode());
        Assert.Equal(
            ModelExporter.ExportShared(Nas201.Spec(Effective)).Sha256,
            ModelExporter.ExportShared(Nas201.Spec(WithDeadEdge)).Sha256);
    }

    [Fact]
    public void Equals_literal_is_decided_by_every_edge()
    {
        var cell = Nas201.Spec(Effective, variant: GraphVariant.Literal);
        var withDeadEdge = Nas201.Spec(WithDeadEdge, variant: GraphVariant.Literal);
        Assert.NotEqual(cell, withDeadEdge);
        Assert.NotEqual(ModelExporter.ExportShared(cell).Sha256, ModelExporter.ExportShared(withDeadEdge).Sha256);
    }

    [Fact]
    public void Equals_any_other_property_makes_another_model()
    {
        var spec = Nas201.Spec(Effective);
        ModelSpec[] others =
        [
            spec.With(dataset: Dataset.Cifar10),
            spec.With(batch: 2),
            spec.With(variant: GraphVariant.Literal),
            spec.With(precision: Precision.Fp16),
        ];
        Assert.All(others, other => Assert.NotEqual(spec, other));
    }

    [Fact]
    public void WhyNotExportable_unreachable_architecture_says_so_in_one_sentence()
    {
        var spec = Nas201.Spec(Cell.Parse("320000"));
        var reason = spec.WhyNotExportable();
        Assert.Equal(
            "Architecture 320000 cannot be exported. It has no path from input to output: its output does not depend on its input, and there is nothing to measure.", reason);
        Assert.Equal(reason, Assert.Throws<ExportException>(() => ModelExporter.ExportShared(spec)).Message);
        Assert.Equal(reason, Assert.Throws<ExportException>(() => ModelExporter.ExportEmbedded(spec)).Message);
    }

    [Fact]
    public void WhyNotExportable_whole_space_refuses_the_341_unreachable_only() =>
        Assert.Equal(341, Space.All.Count(architecture => Nas201.Spec(architecture).WhyNotExportable() is not null));

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(4097)]
    public void WhyNotExportable_batch_out_of_range_is_refused(int batch) =>
        Assert.Equal($"A batch of {batch} images is out of range: 1 to 4096.", Nas201.Spec(Effective, batch: batch).WhyNotExportable());

    [Fact]
    public void Constructor_unknown_input_lists_those_that_there_are() =>
        Assert.Contains(
            "'mnist' is not an input of nas-bench-201: use one of cifar10, cifar100, imagenet16-120.",
            Assert.Throws<ArgumentException>(() => new ModelSpec(Nas201.SearchSpace, Nas201.SearchSpace.Parse("333333"), new ModelConfiguration { Input = "mnist" })).Message,
            StringComparison.Ordinal);
}
