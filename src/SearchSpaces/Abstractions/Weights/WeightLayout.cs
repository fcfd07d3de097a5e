using System.Collections.Frozen;

namespace LatBench.SearchSpaces;

/// <summary>
/// The tensors of the one weights file that networks of a space share for one input in one precision, and the place of each in it. No two layers of one network
/// share memory: the working set is that of a trained network. Layers that never stand in one network may: one is a view of the other's tensor.
/// </summary>
public sealed class WeightLayout
{
    /// <summary>Bytes; every tensor begins at a multiple of it, a cache line and the width of the widest vector register.</summary>
    public const int Alignment = 64;

    private readonly FrozenDictionary<string, WeightTensor> _byKey;

    internal WeightLayout(
        Precision precision, IReadOnlyList<WeightTensor> tensors, IReadOnlyList<WeightTensor> views, IReadOnlyDictionary<string, WeightTensor> byKey, long bytes)
    {
        Precision = precision;
        Tensors = tensors;
        Views = views;
        Bytes = checked((int)bytes);
        _byKey = byKey.ToFrozenDictionary();
    }

    /// <summary>Gets the number format.</summary>
    public Precision Precision { get; }

    /// <summary>Gets a value indicating whether normalisations are folded into integer biases of the convolutions before them.</summary>
    public bool IsQuantized => Precision == Precision.Int8;

    /// <summary>Gets the format of the input, the output and what is not quantised.</summary>
    public WeightType FloatType => Precision == Precision.Fp16 ? WeightType.Float16 : WeightType.Float32;

    /// <summary>Gets the tensors in the order of the file.</summary>
    public IReadOnlyList<WeightTensor> Tensors { get; }

    /// <summary>Gets the tensors that begin where one of <see cref="Tensors"/> begins and are no longer; their indices follow.</summary>
    public IReadOnlyList<WeightTensor> Views { get; }

    /// <summary>Gets the length of the file in bytes.</summary>
    public int Bytes { get; }

    /// <summary>Gets the tensor with a key.</summary>
    /// <param name="key">Such as <c>cell3/0-1/conv3x3/weight</c>.</param>
    /// <exception cref="KeyNotFoundException">The layout has no such tensor.</exception>
    public WeightTensor this[string key] => _byKey[key];
}
