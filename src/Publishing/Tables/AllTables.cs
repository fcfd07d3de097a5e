namespace LatBench.Publishing.Tables;

/// <summary>Every table of a snapshot, in the order in which manifest, schema and card list them.</summary>
internal static class AllTables
{
    private static readonly Table[] Measured =
    [
        MeasurementTables.Latency,
        MeasurementTables.Suspect,
        MeasurementTables.Failures,
        PassTables.Samples,
        PassTables.Conditions,
        CanaryTable.Instance,
        ProfileTable.Instance,
        RepeatTable.Instance,
        PredictionTable.Instance,
    ];

    /// <summary>Those that do not depend on the search spaces.</summary>
    public static IReadOnlyList<Table> OfAnySpace { get; } = [.. Measured, ModelTable.Instance, TargetTable.Instance];

    /// <summary>Those of a snapshot.</summary>
    /// <param name="architectures">Its tables of architectures, one a search space.</param>
    public static IReadOnlyList<Table> With(IEnumerable<Table> architectures) => [.. Measured, .. architectures, ModelTable.Instance, TargetTable.Instance];
}
