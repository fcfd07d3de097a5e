using LatBench.SearchSpaces.Darts.Network;

namespace LatBench.SearchSpaces.Darts;

/// <summary>
/// Multiply-accumulates and parameters as the published program has them: all nodes of a genotype, convolutions and the linear layer; parameters of batch normalisations
/// are counted, the auxiliary head is not.
/// </summary>
internal static class DartsCosts
{
    public static Costs Of(Genotype genotype, Skeleton skeleton)
    {
        var (macs, parameters) = Stem(skeleton);
        foreach (var plan in skeleton.Cells)
        {
            for (var input = 0; input < GenotypeCell.Inputs; input++)
            {
                var weights = (long)skeleton.InputChannels(genotype, plan.Index, input) * plan.Channels;
                (macs, parameters) = (macs + (weights * plan.Size * plan.Size), parameters + weights + (2 * plan.Channels));
            }

            foreach (var edge in genotype.Cell(plan.IsReduction).Edges)
            {
                var (edgeMacs, edgeParameters) = Edge(edge, plan);
                (macs, parameters) = (macs + edgeMacs, parameters + edgeParameters);
            }
        }

        var linear = (long)skeleton.Cells[^1].Channels * genotype.Cell(skeleton.Cells[^1].IsReduction).Concatenated.Length * skeleton.Input.Classes;
        return new Costs(macs + linear, parameters + linear + skeleton.Input.Classes);
    }

    private static (long Macs, long Parameters) Stem(Skeleton skeleton)
    {
        long pixels = skeleton.Input.Height * skeleton.Input.Width, channels = skeleton.StemChannels;
        var image = skeleton.Input.Channels * 9;
        if (!skeleton.IsImageNet)
            return (image * channels * pixels, (image + 2) * channels);
        var half = channels / 2;
        var (first, second, third) = (image * half, 9 * half * channels, 9 * channels * channels);
        return ((first * pixels / 4) + (second * pixels / 16) + (third * pixels / 64), first + second + third + (2 * half) + (4 * channels));
    }

    private static (long Macs, long Parameters) Edge(GenotypeEdge edge, CellPlan plan)
    {
        long channels = plan.Channels, kernel = edge.Operation.KernelSize() * edge.Operation.KernelSize();
        var stride = plan.Stride(edge);
        long output = plan.OutputSize * plan.OutputSize, separable = (kernel * channels) + (channels * channels);
        return edge.Operation switch
        {
            Operation.SkipConnect when stride == 2 => (channels * channels * output, (channels * channels) + (2 * channels)),
            Operation.Conv7x1Then1x7 => (7 * channels * channels * output * (1 + stride), (14 * channels * channels) + (2 * channels)),
            _ when edge.Operation.IsSeparable() => (2 * separable * output, (2 * separable) + (4 * channels)),
            _ when edge.Operation.IsDilated() => (separable * output, separable + (2 * channels)),
            _ => (0, 0),
        };
    }
}
