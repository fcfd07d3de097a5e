using LatBench.SearchSpace.NasBench201;

namespace LatBench.Exporter.Tests;

public sealed class ModelSpecTests
{
    private static readonly Architecture WithDeadEdge = Architecture.Parse("300100");

    private static readonly Architecture Cell = WithDeadEdge.EffectiveCell.Architecture;

    [Fact]
    public void Defaults_are_cifar100_batch_1_fp32_pruned() =>
        Assert.Equal("nas-bench-201/333333/cifar100/b1/fp32/pruned", new ModelSpec(Architecture.Parse("333333")).Name);

    [Fact]
    public void Equals_pruned_is_decided_by_the_effective_cell()
    {
        Assert.Equal(new ModelSpec(Cell), new ModelSpec(WithDeadEdge));
        Assert.Equal(new ModelSpec(Cell).GetHashCode(), new ModelSpec(WithDeadEdge).GetHashCode());
        Assert.Equal(
            ModelExporter.ExportShared(new ModelSpec(Cell)).Sha256,
            ModelExporter.ExportShared(new ModelSpec(WithDeadEdge)).Sha256);
    }

    [Fact]
    public void Equals_literal_is_decided_by_every_edge()
    {
        var cell = new ModelSpec(Cell) { Variant = GraphVariant.Literal };
        var withDeadEdge = new ModelSpec(WithDeadEdge) { Variant = GraphVariant.Literal };
        Assert.NotEqual(cell, withDeadEdge);
        Assert.NotEqual(ModelExporter.ExportShared(cell).Sha256, ModelExporter.ExportShared(withDeadEdge).Sha256);
    }

    [Fact]
    public void Equals_any_other_property_makes_another_model()
    {
        var spec = new ModelSpec(Cell);
        ModelSpec[] others =
        [
            spec with { Dataset = Dataset.Cifar10 },
            spec with { Batch = 2 },
            spec with { Variant = GraphVariant.Literal },
            spec with { Precision = Precision.Fp16 },
        ];
        Assert.All(others, other => Assert.NotEqual(spec, other));
    }

    [Fact]
    public void Check_unreachable_architecture_says_so_in_one_sentence()
    {
        var spec = new ModelSpec(Architecture.Parse("320000"));
        var error = spec.Check();
        Assert.Equal(ExportProblem.Unreachable, error?.Problem);
        Assert.Equal(
            "Architecture 320000 has no path from input to output, so there is nothing to run: choose another one.", error?.Message);
        Assert.Equal(error, Assert.Throws<ExportException>(() => ModelExporter.ExportShared(spec)).Error);
        Assert.Equal(error, Assert.Throws<ExportException>(() => ModelExporter.ExportEmbedded(spec)).Error);
    }

    [Fact]
    public void Check_whole_space_refuses_the_341_unreachable_only() =>
        Assert.Equal(341, Space.All.Count(architecture => new ModelSpec(architecture).Check() is not null));

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Check_batch_below_one_is_refused(int batch) =>
        Assert.Equal(ExportProblem.Batch, (new ModelSpec(Cell) { Batch = batch }).Check()?.Problem);
}
