namespace LatBench.Exporter.Tests.Wiring;

/// <summary>The logits of one network from ONNX Runtime and from PyTorch, with the same weights.</summary>
/// <param name="Case">The network.</param>
/// <param name="Exported">The logits of the exported graph.</param>
/// <param name="Defined">The logits of the network in PyTorch.</param>
/// <param name="Mistakes">The networks in PyTorch with one mistake each, where the case asks for them.</param>
internal sealed record Comparison(WiringCase Case, float[] Exported, float[] Defined, IReadOnlyList<Mistake> Mistakes)
{
    private const double Tolerance = 1e-4;

    /// <summary>The least by which a network with a mistake must differ: a mistake at the border of one pool is small.</summary>
    private const double MinDifference = 5e-4;

    /// <summary>The least by which half of the networks with a mistake must differ.</summary>
    private const double MinMedianDifference = 1e-2;

    /// <summary>Asserts that both sides compute the same.</summary>
    public void AssertEqual()
    {
        Assert.Equal(Case.Spec.Input.Classes, Defined.Length);
        var (difference, largest) = (Difference(Defined), Exported.Max(Math.Abs));
        Assert.True(difference <= Tolerance * largest, $"{Case}: the logits differ by {difference}, the largest is {largest}.");
    }

    /// <summary>Asserts that a network with any one mistake computes something else.</summary>
    /// <param name="kinds">The kinds of mistakes that were made.</param>
    public void AssertMistakesDiffer(params IReadOnlyList<string> kinds)
    {
        Assert.Equal(kinds.Order(), Mistakes.Select(mistake => mistake.Kind).Distinct().Order());
        Assert.All(Mistakes, mistake =>
        {
            var difference = Difference(mistake.Logits);
            Assert.True(difference > MinDifference, $"{Case}: {mistake.Kind} at {mistake.Place} changes the logits by {difference} alone.");
        });
        double[] differences = [.. Mistakes.Select(mistake => Difference(mistake.Logits)).Order()];
        Assert.InRange(differences[differences.Length / 2], MinMedianDifference, double.MaxValue);
    }

    private double Difference(float[] logits) => Exported.Zip(logits, (a, b) => Math.Abs((double)a - b)).Max();
}

/// <summary>A network in PyTorch with one mistake.</summary>
/// <param name="Kind">The kind of mistake, such as <c>relu left out</c>.</param>
/// <param name="Place">The module in which it was made.</param>
/// <param name="Logits">The logits.</param>
internal sealed record Mistake(string Kind, string Place, float[] Logits);
