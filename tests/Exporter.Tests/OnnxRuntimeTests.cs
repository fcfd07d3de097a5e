using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Exporter.Tests;

public sealed class OnnxRuntimeTests(WeightsFolder folder)
{
    [Fact]
    public void Run_seeded_300_effective_cells_gives_finite_normal_logits() =>
        RunAll(Space.SampleCells(300, seed: 201));

    [Fact(Explicit = true)]
    [Trait("category", "slow")]
    public void Run_all_9444_effective_cells_gives_finite_normal_logits() => RunAll(Space.EffectiveCells);

    /// <summary>The agreement tests would mean little if all networks computed about the same.</summary>
    [Fact]
    public void Run_different_effective_cells_give_different_logits()
    {
        var first = Space.SampleCells(60, seed: 202).Select(cell => Nas201.Spec(cell, dataset: Dataset.ImageNet16Dash120))
            .Select(spec => Ort.Run(ModelExporter.ExportShared(spec), folder, TestInputs.Random(spec, seed: 1))[0])
            .Order().ToArray();
        Assert.All(first.Zip(first.Skip(1)), pair => Assert.True(pair.Second - pair.First > 1e-6 * pair.First, $"{pair}"));
    }

    [Theory]
    [InlineData("333333", Dataset.ImageNet16Dash120, GraphVariant.Pruned)]
    [InlineData("334131", Dataset.Cifar10, GraphVariant.Pruned)]
    [InlineData("412344", Dataset.ImageNet16Dash120, GraphVariant.Pruned)]
    [InlineData("021434", Dataset.Cifar100, GraphVariant.Pruned)]
    [InlineData("003103", Dataset.ImageNet16Dash120, GraphVariant.Literal)]
    [InlineData("320000", Dataset.ImageNet16Dash120, GraphVariant.Literal)]
    public void Run_exported_network_computes_what_the_reference_computes(string code, Dataset dataset, GraphVariant variant)
    {
        var spec = Nas201.Spec(Cell.Parse(code), dataset: dataset, variant: variant);
        var image = TestInputs.Random(spec, seed: 4);
        var logits = Ort.Run(ModelExporter.ExportShared(spec), folder, image);
        var expected = new ReferenceNetwork(spec).Run(image);
        Assert.Equal(dataset.Classes(), logits.Length);
        Assert.All(logits.Zip(expected), pair => Assert.Equal(1, pair.First / pair.Second, 2e-5));
    }

    [Theory]
    [InlineData(Dataset.Cifar10)]
    [InlineData(Dataset.Cifar100)]
    [InlineData(Dataset.ImageNet16Dash120)]
    public void Run_batch_gives_each_image_its_own_logits(Dataset dataset)
    {
        var one = Nas201.Spec(Cell.Parse("412344"), dataset: dataset);
        var three = one.With(batch: 3);
        var images = Enumerable.Range(1, 3).Select(seed => TestInputs.Random(one, (ulong)seed)).ToArray();
        var logits = Ort.Run(ModelExporter.ExportShared(three), folder, [.. images.SelectMany(image => image)]);
        var expected = images.SelectMany(image => Ort.Run(ModelExporter.ExportShared(one), folder, image));
        Assert.Equal(3 * dataset.Classes(), logits.Length);
        Assert.All(logits.Zip(expected), pair => Assert.Equal(1, pair.First / pair.Second, 1e-5));
    }

    private void RunAll(IEnumerable<EffectiveCell> cells)
    {
        foreach (var cell in cells)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var spec = Nas201.Spec(cell);
            var logits = Ort.Run(ModelExporter.ExportShared(spec), folder, TestInputs.Random(spec, seed: 1));
            Assert.Equal(100, logits.Length);
            Assert.All(logits, logit => Assert.True(float.IsNormal(logit), $"{spec}: {logit}"));
        }
    }
}
