namespace LatBench.SearchSpaces.NasBench201;

/// <summary>The three datasets: names, classes, image sizes.</summary>
public static class Datasets
{
    /// <summary>Channels of every input image: 3.</summary>
    public const int Channels = 3;

    private static readonly string[] NamesInOrder = ["cifar10", "cifar100", "imagenet16-120"];

    /// <summary>The names, in the order of the enum.</summary>
    public static IReadOnlyList<string> Names => NamesInOrder;

    /// <summary>The dataset's name in files, commands and requests.</summary>
    /// <param name="dataset">One of the three.</param>
    public static string Name(this Dataset dataset) => NamesInOrder[(int)dataset];

    /// <summary>Returns the number of classes that the network tells apart: the length of its output.</summary>
    /// <param name="dataset">One of the three.</param>
    public static int Classes(this Dataset dataset) => dataset switch
    {
        Dataset.Cifar10 => 10,
        Dataset.Cifar100 => 100,
        Dataset.ImageNet16Dash120 => 120,
        _ => throw new ArgumentOutOfRangeException(nameof(dataset), dataset, "Not a dataset."),
    };

    /// <summary>Height and width of the input in pixels.</summary>
    /// <param name="dataset">One of the three.</param>
    public static int ImageSize(this Dataset dataset) => dataset == Dataset.ImageNet16Dash120 ? 16 : 32;

    /// <summary>The shape of a batch of inputs: batch, channels, height, width.</summary>
    /// <param name="dataset">One of the three.</param>
    /// <param name="batch">Images a batch, 1 by default.</param>
    public static long[] InputShape(this Dataset dataset, int batch = 1) =>
        [batch, Channels, dataset.ImageSize(), dataset.ImageSize()];

    /// <summary>Finds a dataset by its exact name.</summary>
    /// <param name="name"><c>cifar10</c>, <c>cifar100</c> or <c>imagenet16-120</c>.</param>
    /// <param name="dataset">The dataset, where the name is one.</param>
    /// <returns>True where <paramref name="name"/> is a dataset's name.</returns>
    public static bool TryParse(string? name, out Dataset dataset)
    {
        var index = Array.IndexOf(NamesInOrder, name);
        dataset = (Dataset)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Finds a dataset by its exact name.</summary>
    /// <param name="name"><c>cifar10</c>, <c>cifar100</c> or <c>imagenet16-120</c>.</param>
    /// <exception cref="FormatException">It is none of them; the message lists them.</exception>
    public static Dataset Parse(string name) => TryParse(name, out var dataset)
        ? dataset
        : throw new FormatException($"'{name}' is not a dataset: use one of {string.Join(", ", NamesInOrder)}.");
}
