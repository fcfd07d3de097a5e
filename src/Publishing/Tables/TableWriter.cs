using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace LatBench.Publishing.Tables;

/// <summary>
/// Writes one Parquet file of a table, a row group at a time, so that memory stays bounded. Equal rows give equal bytes:
/// no writer's time, fixed row groups, fixed encodings.
/// </summary>
internal sealed class TableWriter<TRow> : IAsyncDisposable
{
    // Zstandard's highest level, the library's default, takes a hundred times as long for files a third smaller.
    private static readonly ParquetOptions Options = new()
    {
        CompressionMethod = CompressionMethod.Zstd,
        CompressionLevel = CompressionLevel.Optimal,
        DictionaryEncodingThreshold = 0.8,
    };

    private readonly Table<TRow> _table;
    private readonly DataField[] _fields;
    private readonly FileStream _file;
    private readonly ParquetWriter _writer;
    private readonly List<TRow> _rows = [];

    private TableWriter(Table<TRow> table, DataField[] fields, FileStream file, ParquetWriter writer) =>
        (_table, _fields, _file, _writer) = (table, fields, file, writer);

    /// <summary>Rows added so far.</summary>
    public long Rows { get; private set; }

    public static async Task<TableWriter<TRow>> CreateAsync(Table<TRow> table, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        DataField[] fields = [.. table.Columns.Select(column => column.CreateField())];
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        try
        {
            return new(table, fields, file, await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, Options, cancellationToken: cancellationToken));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a whole file.</summary>
    public static async Task<long> WriteFileAsync(Table<TRow> table, string path, IEnumerable<TRow> rows, CancellationToken cancellationToken)
    {
        await using var writer = await CreateAsync(table, path, cancellationToken);
        foreach (var row in rows)
            await writer.AddAsync(row, cancellationToken);
        await writer.CompleteAsync(cancellationToken);
        return writer.Rows;
    }

    public async ValueTask AddAsync(TRow row, CancellationToken cancellationToken)
    {
        _rows.Add(row);
        Rows++;
        if (_rows.Count == _table.RowGroupRows)
            await WriteRowGroupAsync(cancellationToken);
    }

    /// <summary>Writes what is still in memory; without it the file lacks its last rows.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count > 0 || Rows == 0)
            await WriteRowGroupAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _file.DisposeAsync();
    }

    private async Task WriteRowGroupAsync(CancellationToken cancellationToken)
    {
        using var rowGroup = _writer.CreateRowGroup();
        for (var i = 0; i < _fields.Length; i++)
            await _table.Columns[i].WriteAsync(rowGroup, _fields[i], _rows, cancellationToken);
        rowGroup.CompleteValidate();
        _rows.Clear();
    }
}
