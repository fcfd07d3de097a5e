namespace LatBench.Storage.Labels;

/// <summary>In which form architectures became models; latencies of different forms are never compared.</summary>
/// <param name="Dataset"><c>cifar10</c>, <c>cifar100</c> or <c>imagenet16-120</c>.</param>
/// <param name="Batch">Images an inference.</param>
/// <param name="Precision"><c>fp32</c>, <c>fp16</c> or <c>int8</c>.</param>
/// <param name="GraphVariant"><c>pruned</c> or <c>literal</c>.</param>
public sealed record ModelForm(string Dataset, int Batch, string Precision, string GraphVariant)
{
    /// <summary>The form for a person, for example <c>cifar100, batch 1, fp32, pruned</c>.</summary>
    public string Describe() => FormattableString.Invariant($"{Dataset}, batch {Batch}, {Precision}, {GraphVariant}");
}
