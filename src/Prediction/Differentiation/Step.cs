namespace LatBench.Prediction.Differentiation;

/// <summary>One remembered operator.</summary>
/// <param name="Operator">Its ONNX name.</param>
/// <param name="Inputs">Those that have gradients.</param>
/// <param name="Output">Its result.</param>
internal sealed record Step(string Operator, Tracked[] Inputs, Tracked Output)
{
    /// <summary>Gets the further values that its gradient needs.</summary>
    public Tracked[] Aside { get; init; } = [];
}
