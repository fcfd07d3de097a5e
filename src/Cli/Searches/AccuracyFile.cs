using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;
using LatBench.LatencyTables;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Searches;

/// <summary>A table of accuracies that answers a search in place of training.</summary>
internal sealed class AccuracyFile
{
    private static readonly ISearchSpace SearchSpace = SearchSpaceRegistry.BuiltIn.Default;

    private readonly AccuracyTable _table;

    private AccuracyFile(AccuracyTable table) => _table = table;

    /// <summary>Gets the candidates that a search may suggest: only the architectures of the table.</summary>
    public IEnumerable<SearchCandidate> Candidates => _table.Accuracies.Keys.Select(architecture =>
    {
        var candidate = new SearchCandidate { Architecture = SearchSpace.Code(architecture) };
        if (_table.OfficialIndices.TryGetValue(architecture, out var index))
            candidate.OfficialIndex = index;
        return candidate;
    });

    /// <summary>The accuracy of an architecture, as a report; a failure where the table has none.</summary>
    public AccuracyReport Answer(string architecture) => _table.Accuracies.TryGetValue(SearchSpace.Parse(architecture), out var accuracy)
        ? new AccuracyReport { Architecture = architecture, Accuracy = accuracy }
        : new AccuracyReport { Architecture = architecture, Failed = true };

    /// <exception cref="CliException">The file or the column cannot be used.</exception>
    public static AccuracyFile Open(string path, string column)
    {
        try
        {
            return new AccuracyFile(AccuracyTable.Open(SearchSpace, path, column));
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message, ExitCode.WrongUsage);
        }
    }
}
