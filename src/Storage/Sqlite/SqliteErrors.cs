using LatBench.Hosting.Files;
using Microsoft.Data.Sqlite;

namespace LatBench.Storage.Sqlite;

/// <summary>Translates errors of SQLite into messages for the operator.</summary>
internal static class SqliteErrors
{
    // Primary result codes: https://sqlite.org/rescode.html
    private const int Perm = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    public const int Full = 13;
    private const int CantOpen = 14;
    private const int Auth = 23;
    private const int NotADatabase = 26;

    public static StorageException? Translate(Exception exception, string path) => exception switch
    {
        SqliteException sqlite => Translate(sqlite, path),
        UnauthorizedAccessException or IOException => NotWritable(path, FileError.Of(exception, path), exception),
        _ => null,
    };

    private static StorageException Translate(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        Busy or Locked => new($"The database '{path}' is in use by another process; try again, or end that process.", isTransient: true, exception),
        Perm or ReadOnly or CantOpen or Auth => NotWritable(path, WriteProbe.Find(path), exception),
        Full => new($"The disk of the database '{path}' is full: free some space.", isTransient: true, exception) { IsFull = true },
        IoError => WriteProbe.Find(path) is { } error ? NotWritable(path, error, exception) : new($"The disk of the database '{path}' reports an error: check the disk.", isTransient: false, exception),
        Corrupt or NotADatabase => new($"The file '{path}' is damaged or no SQLite database: restore a copy, or use another data directory.", isTransient: false, exception),
        _ => new($"The database '{path}' refused a statement: {exception.Message}", isTransient: false, exception),
    };

    /// <summary>SQLite does not tell the error of the system: what a probe finds stands for it.</summary>
    private static StorageException NotWritable(string path, FileError? error, Exception exception) => new(
        error?.Describe($"The database '{path}' cannot be opened for writing")
            ?? $"The database '{path}' cannot be opened for writing: check that its directory exists and that this user may write there.",
        isTransient: error is { IsFull: true },
        exception)
    {
        IsFull = error is { IsFull: true },
    };
}
