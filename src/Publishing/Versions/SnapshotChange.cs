namespace LatBench.Publishing.Versions;

/// <summary>The degree of the change of a snapshot over the one before it, from least to most.</summary>
public enum SnapshotChange
{
    /// <summary>No measurement changed: packaging or descriptions only.</summary>
    Packaging,

    /// <summary>Rows or columns were added.</summary>
    Added,

    /// <summary>Rows or columns of the latency table changed or went.</summary>
    Changed,
}
