using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Campaigns;

/// <summary>Datasets, precisions and graph variants between the wire and their names in the store; the wire's numbers are one higher.</summary>
internal static class ModelConfigNames
{
    /// <summary>The precision; unspecified is <c>fp32</c>.</summary>
    public static Precision ToDomain(this V1.Precision precision) => precision == V1.Precision.Unspecified ? default : (Precision)(precision - 1);

    /// <summary>The graph variant; unspecified is <c>pruned</c>.</summary>
    public static GraphVariant ToDomain(this V1.GraphVariant variant) => variant == V1.GraphVariant.Unspecified ? default : (GraphVariant)(variant - 1);

    /// <summary>The dataset; unspecified is <c>cifar100</c>.</summary>
    public static Dataset ToDomain(this V1.Dataset dataset) => dataset == V1.Dataset.Unspecified ? Dataset.Cifar100 : (Dataset)(dataset - 1);

    /// <summary>The configuration; what is unspecified is the default, a batch of 0 is 1.</summary>
    public static ModelConfiguration ToDomain(this V1.ModelConfig config) => new()
    {
        Input = config.Dataset.ToDomain().Name(),
        Batch = Math.Max(config.Batch, 1),
        Precision = config.Precision.ToDomain(),
        GraphVariant = config.GraphVariant.ToDomain(),
    };

    /// <summary>The precision of a name.</summary>
    public static V1.Precision ParsePrecision(string name) => (V1.Precision)(ModelNames.ParsePrecision(name) + 1);

    /// <summary>The graph variant of a name.</summary>
    public static V1.GraphVariant ParseVariant(string name) => (V1.GraphVariant)(ModelNames.ParseVariant(name) + 1);

    /// <summary>The dataset of a name.</summary>
    public static V1.Dataset ParseDataset(string name) => (V1.Dataset)(Datasets.Parse(name) + 1);
}
