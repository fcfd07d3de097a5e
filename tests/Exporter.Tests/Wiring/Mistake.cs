namespace LatBench.Exporter.Tests.Wiring;

/// <summary>A network in PyTorch with one mistake.</summary>
/// <param name="Kind">The kind of mistake, such as <c>relu left out</c>.</param>
/// <param name="Place">The module in which it was made.</param>
/// <param name="Logits">The logits.</param>
internal sealed record Mistake(string Kind, string Place, float[] Logits);
