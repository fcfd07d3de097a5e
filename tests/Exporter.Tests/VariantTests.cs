using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Exporter.Tests;

/// <summary>
/// Pruned and literal graphs define the same function unless a convolution that reaches the output starts at a node that the
/// input does not reach: in the literal graph it is fed zeros, and its normalisation turns them into a constant.
/// </summary>
public sealed class VariantTests(WeightsFolder folder)
{
    [Fact]
    public void Run_both_variants_agree_where_they_define_the_same_function()
    {
        var architectures = Space.Measurable.Where(a => a.Operations.Contains(Operation.None) && DefineTheSame(a)).ToArray();
        foreach (var architecture in Space.Sample(2_000, seed: 11).Intersect(architectures).Take(40))
            Assert.InRange(Difference(architecture), 0, 1e-5);
    }

    [Fact]
    public void Run_both_variants_differ_where_a_convolution_is_fed_zeros()
    {
        var architectures = Space.Measurable.Where(a => !DefineTheSame(a)).ToArray();
        foreach (var architecture in Space.Sample(5_000, seed: 12).Intersect(architectures).Take(10))
            Assert.InRange(Difference(architecture), 1e-4, double.MaxValue);
    }

    private static bool DefineTheSame(Cell architecture)
    {
        // Node 1 is unreachable when 0→1 is none, node 2 when neither 0→2 nor a reachable node 1 leads to it.
        var one = architecture[0] != Operation.None;
        var two = architecture[1] != Operation.None || (one && architecture[2] != Operation.None);
        var constantAtTwo = !one && IsConvolution(architecture[2]) && architecture[5] != Operation.None;
        var constantAtOutput = (!one && IsConvolution(architecture[4])) || (!two && IsConvolution(architecture[5]));
        return !constantAtTwo && !constantAtOutput;
    }

    private static bool IsConvolution(Operation operation) => operation is Operation.NorConv1x1 or Operation.NorConv3x3;

    private double Difference(Cell architecture)
    {
        var spec = Nas201.Spec(architecture, dataset: Dataset.ImageNet16Dash120);
        var input = TestInputs.Random(spec, seed: 3);
        var pruned = Ort.Run(ModelExporter.ExportShared(spec), folder, input);
        var literal = Ort.Run(ModelExporter.ExportShared(Nas201.Spec(architecture, dataset: Dataset.ImageNet16Dash120, variant: GraphVariant.Literal)), folder, input);
        return pruned.Zip(literal, (a, b) => Math.Abs(a - b) / Math.Abs(a)).Max();
    }
}
