namespace LatBench.Storage;

/// <summary>The schema of a database beside that of this build.</summary>
public enum SchemaState
{
    /// <summary>There is no database yet.</summary>
    Missing,

    /// <summary>It is that of this build.</summary>
    Current,

    /// <summary>It is older: the next start of a coordinator brings it up to date.</summary>
    Older,
}
