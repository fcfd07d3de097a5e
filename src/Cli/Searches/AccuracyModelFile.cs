using LatBench.AccuracyModels;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Searches;

/// <summary>A model of accuracies that answers a search: it has an answer for every architecture of its space.</summary>
internal sealed class AccuracyModelFile : IAccuracySource
{
    private readonly ISearchSpace _space;

    private readonly AccuracyModel _model;

    private AccuracyModelFile(ISearchSpace space, AccuracyModel model) => (_space, _model) = (space, model);

    /// <inheritdoc/>
    public IEnumerable<SearchCandidate> Candidates => [];

    /// <exception cref="CliException">The file cannot be used.</exception>
    public static AccuracyModelFile Open(ISearchSpace space, string path)
    {
        try
        {
            return new AccuracyModelFile(space, AccuracyModel.Open(space, path));
        }
        catch (AccuracyModelException exception)
        {
            throw new CliException(exception.Message, ExitCode.WrongUsage);
        }
    }

    /// <inheritdoc/>
    public AccuracyReport Answer(string architecture)
    {
        try
        {
            return new AccuracyReport { Architecture = architecture, Accuracy = _model.Percent(_space.Parse(architecture)) };
        }
        catch (AccuracyModelException exception)
        {
            throw new CliException(exception.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
