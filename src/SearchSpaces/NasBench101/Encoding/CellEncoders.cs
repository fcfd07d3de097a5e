using LatBench.SearchSpaces.NasBench101.Texts;

namespace LatBench.SearchSpaces.NasBench101.Encoding;

/// <summary>The encoders of NAS-Bench-101; all are about the canonical form.</summary>
internal static class CellEncoders
{
    private static readonly Lazy<ArchitectureEncoders> Shared = new(() => new ArchitectureEncoders(
        new CellFeatureEncoder(),
        new FunctionEncoder("nas-bench-101-operation-counts/1", Operations.Count, isByte: true, architecture => Counts(CellTexts.Parse(architecture))),
        new FunctionEncoder("nas-bench-101-costs/1", 2, isByte: false, architecture => Millions(CostCounts.Of(CanonicalForm.Of(CellTexts.Parse(architecture)), Space.Input))),
        new CellGraphEncoder()));

    /// <summary>Gets the encoders.</summary>
    public static ArchitectureEncoders Instance => Shared.Value;

    private static float[] Counts(Cell cell)
    {
        var counts = new float[Operations.Count];
        for (var vertex = 1; vertex < cell.Output; vertex++)
            counts[(int)cell[vertex]]++;
        return counts;
    }

    private static float[] Millions(Costs costs) => [costs.Macs / 1e6f, costs.Parameters / 1e6f];
}
