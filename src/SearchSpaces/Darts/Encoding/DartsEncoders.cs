using LatBench.SearchSpaces.Darts.Network;

namespace LatBench.SearchSpaces.Darts.Encoding;

/// <summary>The encoders of DARTS; all are about the canonical genotype.</summary>
internal sealed class DartsEncoders
{
    private const int SampleSize = 2_000;

    private const ulong Seed = 1;

    private const int Kinds = 3;

    public DartsEncoders(InputSpec input)
    {
        var skeleton = Skeleton.Of(input);
        var sample = GenotypeSampler.Draw(SampleSize, Seed);
        var features = new GenotypeFeatureEncoder(skeleton, sample);
        All = new ArchitectureEncoders(
            features,
            new FunctionEncoder("darts-operation-counts/1", Kinds * Operations.Count, isByte: true, architecture => Counts(GenotypeTexts.ParseCanonical(architecture))),
            new FunctionEncoder("darts-costs/1", 2, isByte: false, architecture => Millions(DartsCosts.Of(GenotypeTexts.ParseCanonical(architecture), skeleton))),
            new GenotypeGraphEncoder());
        Kernel = new GenotypeKernel(features, sample);
    }

    public ArchitectureEncoders All { get; }

    public GenotypeKernel Kernel { get; }

    /// <summary>The number of times that each operation stands in the normal cell, in the reduction cell with a stride of 2, and there with one of 1.</summary>
    private static float[] Counts(Genotype genotype)
    {
        var counts = new float[Kinds * Operations.Count];
        foreach (var isReduction in (bool[])[false, true])
        {
            var cell = genotype.Cell(isReduction);
            foreach (var (_, edge) in cell.Edges.Index().Where(edge => cell.IsUsed(GenotypeCell.StateOf(edge.Index))))
                counts[((!isReduction ? 0 : edge.Input < GenotypeCell.Inputs ? 1 : 2) * Operations.Count) + (int)edge.Operation]++;
        }

        return counts;
    }

    private static float[] Millions(Costs costs) => [costs.Macs / 1e6f, costs.Parameters / 1e6f];
}
