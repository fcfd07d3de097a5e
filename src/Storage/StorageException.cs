namespace LatBench.Storage;

/// <summary>The database could not do what was asked; the message is one sentence for the operator.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One sentence: what is wrong and what to do.</param>
    /// <param name="isTransient">True where the same call may go through later (connection lost, database starting or busy).</param>
    /// <param name="innerException">The exception of the driver.</param>
    public StorageException(string message, bool isTransient, Exception? innerException = null)
        : base(message, innerException) => IsTransient = isTransient;

    /// <summary>Gets a value indicating whether the same call may go through later.</summary>
    public bool IsTransient { get; }

    /// <summary>Gets a value indicating whether the disk of the database is full: the same call goes through once there is space.</summary>
    public bool IsFull { get; init; }
}
