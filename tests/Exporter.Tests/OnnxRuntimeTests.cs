using LatBench.SearchSpace.NasBench201;

namespace LatBench.Exporter.Tests;

public sealed class OnnxRuntimeTests(WeightsFolder folder)
{
    [Fact]
    public void Run_seeded_300_effective_cells_gives_finite_normal_logits() =>
        RunAll(Space.SampleCells(300, seed: 201));

    [Fact(Explicit = true)]
    [Trait("category", "slow")]
    public void Run_all_9444_effective_cells_gives_finite_normal_logits() => RunAll(Space.EffectiveCells);

    private void RunAll(IEnumerable<EffectiveCell> cells)
    {
        foreach (var cell in cells)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var spec = new ModelSpec(cell.Architecture);
            var logits = Ort.Run(ModelExporter.ExportShared(spec), folder, TestInputs.Random(spec, seed: 1));
            Assert.Equal(100, logits.Length);
            Assert.All(logits, logit => Assert.True(float.IsNormal(logit), $"{spec}: {logit}"));
        }
    }
}
