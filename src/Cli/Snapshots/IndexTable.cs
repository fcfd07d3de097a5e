using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Cli.Snapshots;

/// <summary>A table that gives architectures an index: CSV with the columns <c>arch_index</c> and <c>arch_str</c>, whatever others it has.</summary>
internal static class IndexTable
{
    /// <summary>The index of every architecture, by <see cref="Architecture.Index"/>; -1 where the table has none.</summary>
    /// <exception cref="CliException">The file cannot be read, or a line of it is wrong.</exception>
    public static async Task<int[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        string[] lines;
        try
        {
            lines = await File.ReadAllLinesAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"The index table {file} cannot be read: name a CSV file with the columns arch_index and arch_str.");
        }

        var names = lines.Length > 0 ? lines[0].TrimStart('\uFEFF').Split(',') : [];
        var (index, architecture) = (Array.IndexOf(names, "arch_index"), Array.IndexOf(names, "arch_str"));
        if (index < 0 || architecture < 0)
            throw new CliException($"The index table {file} does not begin with a line that names the columns arch_index and arch_str.");
        var indexes = new int[Space.Size];
        Array.Fill(indexes, -1);
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length > 0)
                Read(file, i + 1, lines[i].Split(','), index, architecture, indexes);
        }

        return indexes;
    }

    private static void Read(string file, int line, string[] cells, int index, int architecture, int[] indexes)
    {
        if (cells.Length <= Math.Max(index, architecture)
            || !int.TryParse(cells[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !Architecture.TryParse(cells[architecture], out var parsed, out _))
            throw new CliException($"Line {line} of the index table {file} has no whole number and NAS-Bench-201 arch string in its columns arch_index and arch_str.");
        if (indexes[parsed.Index] is >= 0 and var other && other != number)
            throw new CliException($"Line {line} of the index table {file} gives an architecture the index {number}, which had {other} before.");
        indexes[parsed.Index] = number;
    }
}
