namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>The encoders of NAS-Bench-201; all but the choices are about the effective cell.</summary>
internal static class CellEncoders
{
    private static readonly Lazy<ArchitectureEncoders> Shared = new(() => new ArchitectureEncoders(
        CellFeatureEncoder.Instance,
        Counts("operation-counts/1", Operation.SkipConnect, Operation.NorConv1x1, Operation.NorConv3x3, Operation.AvgPool3x3),
        Counts("convolution-counts/1", Operation.NorConv1x1, Operation.NorConv3x3),
        new CellGraphEncoder()));

    /// <summary>Gets the encoders.</summary>
    public static ArchitectureEncoders Instance => Shared.Value;

    /// <summary>MACs and parameters are linear in the numbers of 1×1 and 3×3 convolutions, so a regression on either pair is the same.</summary>
    private static FunctionEncoder Counts(string name, params Operation[] operations) => new(name, operations.Length, isByte: true, architecture =>
    {
        var cell = CellTexts.Parse(architecture).EffectiveCell.Cell;
        return operations.Select(operation => (float)cell.Operations.Count(other => other == operation));
    });
}
