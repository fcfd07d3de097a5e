using System.CommandLine;
using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements;

/// <summary>A form of models that need not be named: without any of its options, whichever there is.</summary>
internal sealed class OptionalForm
{
    private readonly WordOption<Dataset> _dataset = new("--dataset", "The form that is meant, where there are several: input and number of classes", Words.Datasets);
    private readonly Option<int> _batch = OptionFactory.Whole("--batch", "Images an inference.", 1, ModelOptions.MaxBatch);
    private readonly WordOption<Precision> _precision = new("--precision", "Numeric precision", Words.Precisions);
    private readonly WordOption<GraphVariant> _variant = new("--variant", "Graph of the effective cell only, or with every edge", Words.Variants);

    public void AddTo(Command command)
    {
        foreach (var option in Options)
            command.Add(option);
    }

    /// <summary>The form; null where none of the options is given. What is not given of it is the default.</summary>
    public ModelConfig? Read(CommandContext context) => Options.Any(context.IsGiven)
        ? new ModelConfig { Dataset = context.Get(_dataset), Batch = context.Get(_batch), Precision = context.Get(_precision), GraphVariant = context.Get(_variant) }
        : null;

    private Option[] Options => [_dataset, _batch, _precision, _variant];
}
