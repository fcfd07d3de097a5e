using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;
using LatBench.LatencyTables;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Searches;

/// <summary>A table of accuracies that answers a search: only its architectures are candidates.</summary>
internal sealed class AccuracyFile : IAccuracySource
{
    private readonly ISearchSpace _space;

    private readonly AccuracyTable _table;

    /// <summary>The accuracies by function: a search may suggest another architecture of the same function than the table has.</summary>
    private readonly Dictionary<Architecture, double> _byFunction = [];

    private AccuracyFile(ISearchSpace space, AccuracyTable table)
    {
        (_space, _table) = (space, table);
        foreach (var (architecture, accuracy) in table.Accuracies)
            _byFunction.TryAdd(space.Representative(architecture), accuracy);
    }

    /// <inheritdoc/>
    public IEnumerable<SearchCandidate> Candidates => _table.Accuracies.Keys.Select(architecture =>
    {
        var candidate = new SearchCandidate { Architecture = architecture.Text };
        if (_table.OfficialIndices.TryGetValue(architecture, out var index))
            candidate.OfficialIndex = index;
        return candidate;
    });

    /// <exception cref="CliException">The file or the column cannot be used.</exception>
    public static AccuracyFile Open(ISearchSpace space, string path, string? column, ArchitectureKeys? keys)
    {
        try
        {
            return column is not null
                ? new AccuracyFile(space, AccuracyTable.Open(space, path, column, keys))
                : throw new CliException($"--column is missing: name the column of accuracies, one of {string.Join(", ", AccuracyTable.ColumnsOf(space, path, keys))}.", ExitCode.WrongUsage);
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message, ExitCode.WrongUsage);
        }
    }

    /// <inheritdoc/>
    public AccuracyReport Answer(string architecture)
    {
        var parsed = _space.Parse(architecture);
        return _table.Accuracies.TryGetValue(parsed, out var accuracy) || _byFunction.TryGetValue(_space.Representative(parsed), out accuracy)
            ? new AccuracyReport { Architecture = architecture, Accuracy = accuracy }
            : new AccuracyReport { Architecture = architecture, Failed = true };
    }

    /// <summary>Does nothing: the table is in memory.</summary>
    public void Dispose()
    {
    }
}
