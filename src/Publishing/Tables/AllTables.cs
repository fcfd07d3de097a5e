namespace LatBench.Publishing.Tables;

/// <summary>Every table of a snapshot, in the order in which manifest, schema and card list them.</summary>
internal static class AllTables
{
    public static IReadOnlyList<Table> InOrder { get; } =
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
        ArchitectureTable.Instance,
        TargetTable.Instance,
    ];
}
