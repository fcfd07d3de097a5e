using LatBench.Hosting.Files;
using Microsoft.Data.Sqlite;

namespace LatBench.Storage.Sqlite;

/// <summary>Copies of a database file.</summary>
internal static class SqliteBackup
{
    /// <summary>Copies a database that may be in use: the copy holds one state of it, checked, whole or not at all.</summary>
    public static void Create(string database, string copy)
    {
        if (!File.Exists(database))
            throw new StorageException($"There is no database '{database}': name the data directory of a coordinator.", isTransient: false);
        if (File.Exists(copy))
            throw new StorageException($"The file '{copy}' exists: name another, nothing is overwritten.", isTransient: false);
        CopyInto(database, copy);
    }

    /// <summary>Puts a copy in the place of a database that no process uses; what was there is kept beside it.</summary>
    public static string? Restore(string copy, string database, DateTimeOffset now)
    {
        if (!File.Exists(copy))
            throw new StorageException($"There is no file '{copy}': name a backup.", isTransient: false);
        var fresh = database + ".restored";
        File.Delete(fresh);
        CopyInto(copy, fresh);
        string? kept = null;
        if (File.Exists(database))
        {
            kept = FormattableString.Invariant($"{database}.before-{now:yyyyMMddTHHmmss}");
            CopyInto(database, kept);
        }

        // The log of the old file must not be taken for one of the new.
        File.Delete(database + "-wal");
        File.Delete(database + "-shm");
        File.Move(fresh, database, overwrite: true);
        DirectoryFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(database))!);
        return kept;
    }

    private static void CopyInto(string from, string to)
    {
        var temporary = to + ".part";
        try
        {
            File.Delete(temporary);
            using (var source = Open(from, SqliteOpenMode.ReadWrite))
            using (var target = Open(temporary, SqliteOpenMode.ReadWriteCreate))
            {
                source.BackupDatabase(target);
                using var check = target.CreateCommand();
                check.CommandText = "PRAGMA journal_mode = DELETE; PRAGMA quick_check";
                using var result = check.ExecuteReader();
                result.NextResult();
                if (!result.Read() || result.GetString(0) != "ok")
                    throw new StorageException($"'{from}' is damaged: the copy would be as well, and is not made.", isTransient: false);
            }

            File.Move(temporary, to);
            DirectoryFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(to))!);
        }
        catch (Exception exception) when (exception is SqliteException || FileError.Is(exception))
        {
            // Looked for before the unfinished copy goes, whose space may be all that is missing; only the copy is written.
            var error = exception is SqliteException { SqliteErrorCode: SqliteErrors.Full } ? FileError.Of(FileFault.DiskFull, to) : WriteProbe.Find(to);
            var refused = error is null
                ? SqliteErrors.Translate(exception, from)!
                : new StorageException(error.Describe($"The copy '{to}' cannot be written", "name another place"), isTransient: error.IsFull, exception) { IsFull = error.IsFull };
            Remove(temporary);
            throw refused;
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            // The error that led here is the one to report.
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
