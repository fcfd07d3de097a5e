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
}
