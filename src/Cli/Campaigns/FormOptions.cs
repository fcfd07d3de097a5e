using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>The options for the configurations in which architectures become models: every combination of four lists.</summary>
internal sealed class FormOptions
{
    private readonly ListOption<Dataset> _datasets = ListOption.Words("--dataset", "Input and number of classes", Words.Datasets, "cifar100");
    private readonly ListOption<int> _batches = ListOption.Whole("--batch", "Images an inference", 1, ModelOptions.MaxBatch, 1);
    private readonly ListOption<Precision> _precisions = ListOption.Words("--precision", "Numeric precision", Words.Precisions, "fp32");
    private readonly ListOption<GraphVariant> _variants = ListOption.Words("--variant", "Graph of the effective cell only, or with every edge", Words.Variants, "pruned");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _datasets, _batches, _precisions, _variants })
            command.Add(option);
    }

    /// <summary>Every combination, the last list changing fastest.</summary>
    public IReadOnlyList<ModelConfig> Read(CommandContext context) =>
    [
        .. from dataset in context.Get(_datasets)
           from batch in context.Get(_batches)
           from precision in context.Get(_precisions)
           from variant in context.Get(_variants)
           select new ModelConfig { Dataset = dataset, Batch = batch, Precision = precision, GraphVariant = variant },
    ];
}
