using LatBench.Models;
using LatBench.SearchSpaces;

namespace LatBench.Contracts.Mapping;

/// <summary>Model configurations between the wire and the domain. The wire's numbers are one higher than the domain's: 0 says that nothing was named.</summary>
public static class ModelConfigurationMapping
{
    /// <summary>The names of the wire's datasets, from its number 1 on; other inputs go by their name.</summary>
    private static readonly string[] Inputs = ["cifar10", "cifar100", "imagenet16-120"];

    /// <summary>Gets the message for a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    public static V1.ModelConfig ToProto(this ModelConfiguration configuration) => new()
    {
        Dataset = (V1.Dataset)(Array.IndexOf(Inputs, configuration.Input) + 1),
        Input = Inputs.Contains(configuration.Input) ? "" : configuration.Input,
        Batch = configuration.Batch,
        Precision = configuration.Precision.ToProto(),
        GraphVariant = (V1.GraphVariant)(configuration.GraphVariant + 1),
    };

    /// <summary>Gets the wire's number of a precision.</summary>
    /// <param name="precision">The precision.</param>
    public static V1.Precision ToProto(this Precision precision) => (V1.Precision)(precision + 1);

    /// <summary>Gets the precision of one of the wire's numbers; fp32 where none is named.</summary>
    /// <param name="precision">A number that the contract defines.</param>
    public static Precision ToDomain(this V1.Precision precision) => precision == V1.Precision.Unspecified ? default : (Precision)(precision - 1);

    /// <summary>Gets the configuration of a message without faults; what is not named is the space's default.</summary>
    /// <param name="message">The message.</param>
    /// <param name="space">The space of the architectures.</param>
    public static ModelConfiguration ToDomain(this V1.ModelConfig message, ISearchSpace space) => new()
    {
        Input = message.Input.Length > 0 ? message.Input
            : message.Dataset == V1.Dataset.Unspecified ? space.DefaultInput.Name
            : Inputs[(int)message.Dataset - 1],
        Batch = message.Batch == 0 ? ModelConfiguration.DefaultBatch : message.Batch,
        Precision = message.Precision.ToDomain(),
        GraphVariant = message.GraphVariant == V1.GraphVariant.Unspecified ? default : (GraphVariant)(message.GraphVariant - 1),
    };

    /// <summary>Lists the faults of a message, each with its field below <paramref name="field"/>; none where all is well, or where there is no message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="field">The path of the message in its request.</param>
    public static IReadOnlyList<(string Field, string Message)> Validate(this V1.ModelConfig? message, ISearchSpace space, string field)
    {
        var faults = new List<(string, string)>();
        if (message is null)
            return faults;
        if (message.Input.Length > 0 && message.Dataset != V1.Dataset.Unspecified)
            faults.Add(($"{field}.input", "The request names a dataset and another input: leave one of them away."));
        else if (message.Input.Length > 0 && ModelConfiguration.WhyNotInput(space, message.Input) is { } unknown)
            faults.Add(($"{field}.input", unknown));
        if (message.Dataset != V1.Dataset.Unspecified && NameOf(message.Dataset, Inputs) is var input && space.FindInput(input) is null)
            faults.Add(($"{field}.dataset", $"The dataset is not known here: use {string.Join(", ", space.Inputs.Select(known => known.Name))}."));
        if (message.Batch != 0 && ModelConfiguration.WhyNotBatch(message.Batch) is { } reason)
            faults.Add(($"{field}.batch", reason));
        if (!Enum.IsDefined(message.Precision))
            faults.Add(($"{field}.precision", $"The precision is not known here: use {string.Join(", ", ModelNames.Precisions)}."));
        if (!Enum.IsDefined(message.GraphVariant))
            faults.Add(($"{field}.graph_variant", $"The graph variant is not known here: use {string.Join(", ", ModelNames.Variants)}."));
        return faults;
    }

    /// <summary>Describes a message in words: <c>cifar100, batch 1, fp32, pruned</c>; what has no name here by its number.</summary>
    /// <param name="message">The message.</param>
    public static string Describe(this V1.ModelConfig message) => ModelConfiguration.Describe(
        message.Input.Length > 0 ? message.Input : NameOf(message.Dataset, Inputs), message.Batch, NameOf(message.Precision, ModelNames.Precisions), NameOf(message.GraphVariant, ModelNames.Variants));

    private static string NameOf<T>(T value, IReadOnlyList<string> names)
        where T : struct, Enum
    {
        var number = Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture);
        return number >= 1 && number <= names.Count ? names[number - 1] : value.ToString("D");
    }
}
