using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>The options for the configuration in which architectures become models.</summary>
internal sealed class ModelOptions
{
    /// <summary>Images an inference, at most.</summary>
    public const int MaxBatch = 4096;

    private readonly WordOption<Dataset> _dataset = new("--dataset", "Input and number of classes", Words.Datasets, "cifar100");
    private readonly Option<int> _batch = OptionFactory.Whole("--batch", "Images an inference.", 1, MaxBatch, 1);
    private readonly WordOption<Precision> _precision = new("--precision", "Numeric precision", Words.Precisions, "fp32");
    private readonly WordOption<GraphVariant> _variant = new("--variant", "Graph of the effective cell only, or with every edge", Words.Variants, "pruned");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _dataset, _batch, _precision, _variant })
            command.Add(option);
    }

    public ModelConfig Read(CommandContext context) => new()
    {
        Dataset = context.Get(_dataset),
        Batch = context.Get(_batch),
        Precision = context.Get(_precision),
        GraphVariant = context.Get(_variant),
    };
}
