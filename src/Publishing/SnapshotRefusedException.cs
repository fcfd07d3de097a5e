namespace LatBench.Publishing;

/// <summary>A snapshot was not made, because of what was asked for or where; the message is one sentence that says what to do.</summary>
public sealed class SnapshotRefusedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One sentence: what is wrong and what to do.</param>
    public SnapshotRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception for a directory that cannot be used.</summary>
    internal SnapshotRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>True where space on the disk is all that was missing: the same call goes through once there is some.</summary>
    public bool IsFull { get; init; }
}
