using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Searches;

/// <summary>The options for the accuracies that answer a search in place of training: a table or a model.</summary>
internal sealed class AccuracyOptions(SpaceOption space)
{
    private readonly Option<string?> _table = new("--accuracy") { Description = "A CSV file of accuracies that answers by itself; without it the first suggestions are printed.", HelpName = "FILE" };

    private readonly Option<string?> _column = new("--column") { Description = "The column of the table, in percent.", HelpName = "NAME" };

    private readonly KeyTableOption _keys = new(space, "the table of accuracies may then name architectures by key alone");

    private readonly Option<string?> _model = new("--accuracy-model") { Description = "An ONNX file that answers by itself: a description of architectures in, accuracy out.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _table, _column, _keys, _model })
            command.Add(option);
    }

    /// <summary>Opens the table or the model; null where none is given.</summary>
    /// <exception cref="CliException">It cannot be used, or the options contradict each other.</exception>
    public IAccuracySource? Open(CommandContext context)
    {
        var (table, column, model) = (context.Get(_table), context.Get(_column), context.Get(_model));
        if (table is not null && model is not null)
            throw new CliException("--accuracy and --accuracy-model both answer the search: give one of them.", ExitCode.WrongUsage);
        if (table is null && column is not null)
            throw new CliException("--column belongs to --accuracy: give the file of accuracies as well.", ExitCode.WrongUsage);
        if (table is null && context.IsGiven(_keys))
            throw new CliException("--table belongs to --accuracy: give the file of accuracies as well.", ExitCode.WrongUsage);
        if (table is not null)
            return AccuracyFile.Open(space.Read(context), table, column, _keys.Open(context));
        return model is null ? null : AccuracyModelFile.Open(space.Read(context), model);
    }
}
