using LatBench.Onnx;

namespace LatBench.Prediction.Differentiation;

/// <summary>For each operator the gradients of its inputs, given that of its output.</summary>
internal static class GradientRules
{
    public static Tracked[] Of(Tape tape, Step step, Tracked g) => step.Operator switch
    {
        "Add" => [Fold(tape, g, step.Inputs[0].Shape), Fold(tape, g, step.Inputs[1].Shape)],
        "Sub" => [Fold(tape, g, step.Inputs[0].Shape), Fold(tape, tape.Plain("Neg", [g], g.Shape), step.Inputs[1].Shape)],
        "Mul" => [Fold(tape, Product(tape, g, step.Inputs[1]), step.Inputs[0].Shape), Fold(tape, Product(tape, g, step.Inputs[0]), step.Inputs[1].Shape)],
        "Div" => Quotient(tape, step, g),
        "Relu" => [Product(tape, g, tape.Plain("Sign", [step.Output], g.Shape))],
        "Abs" => [Product(tape, g, tape.Plain("Sign", [step.Inputs[0]], g.Shape))],
        "Softplus" => [Product(tape, g, tape.Plain("Sigmoid", [step.Inputs[0]], g.Shape))],
        "Reshape" => [tape.Plain("Reshape", [g], step.Inputs[0].Shape, [tape.Whole(step.Inputs[0].Shape)])],
        "Sqrt" => [tape.Plain("Div", [Product(tape, g, tape.Constant([0.5])), step.Output], g.Shape)],
        "ReduceSum" => [tape.Plain("Expand", [g], step.Inputs[0].Shape, [tape.Whole(step.Inputs[0].Shape)])],
        Tape.Normalisation => [Normalisation(tape, step, g)],
        "MatMul" => MatrixProduct(tape, step.Inputs[0], step.Inputs[1], g),
        _ => throw new NotSupportedException($"There is no gradient rule for {step.Operator}."),
    };

    private static Tracked[] Quotient(Tape tape, Step step, Tracked g)
    {
        var (a, b) = (step.Inputs[0], step.Inputs[1]);
        var byA = tape.Plain("Div", [g, b], g.Shape);
        var byB = tape.Plain("Neg", [Product(tape, byA, step.Output)], g.Shape);
        return [Fold(tape, byA, a.Shape), Fold(tape, byB, b.Shape)];
    }

    private static Tracked[] MatrixProduct(Tape tape, Tracked a, Tracked b, Tracked g)
    {
        if (b.Shape.Length > 2)
            return [tape.Plain("MatMul", [g, Transposed(tape, b)], a.Shape), tape.Plain("MatMul", [Transposed(tape, a), g], b.Shape)];
        var (rows, flatG) = (Flat(tape, a), Flat(tape, g)); // b was used for the whole batch; Gemm transposes without a copy
        var byA = tape.Plain("Gemm", [flatG, b], rows.Shape, null, Attributes.Int("transB", 1));
        return [Shaped(tape, byA, a.Shape), tape.Plain("Gemm", [rows, flatG], b.Shape, null, Attributes.Int("transA", 1))];
    }

    /// <summary>J. L. Ba et al., "Layer normalization" (2016): with y the output and s the deviation, (g − mean g − y · mean(g·y)) / s.</summary>
    private static Tracked Normalisation(Tape tape, Step step, Tracked g)
    {
        var y = step.Output;
        var along = tape.Mean(Product(tape, g, y));
        var left = tape.Plain("Sub", [tape.Plain("Sub", [g, tape.Mean(g)], g.Shape), Product(tape, y, along)], g.Shape);
        return tape.Plain("Div", [left, step.Aside[0]], g.Shape);
    }

    private static Tracked Product(Tape tape, Tracked a, Tracked b) => tape.Plain("Mul", [a, b], Shapes.Broadcast(a.Shape, b.Shape));

    private static Tracked Flat(Tape tape, Tracked x)
    {
        return Shaped(tape, x, [x.Shape[..^1].Aggregate(1L, (product, size) => product * size), x.Shape[^1]]);
    }

    private static Tracked Shaped(Tape tape, Tracked x, long[] shape) =>
        x.Shape.SequenceEqual(shape) ? x : tape.Plain("Reshape", [x], shape, [tape.Whole(shape)]);

    private static Tracked Transposed(Tape tape, Tracked x)
    {
        var rank = x.Shape.Length;
        long[] order = [.. Enumerable.Range(0, rank - 2).Select(axis => (long)axis), rank - 1, rank - 2];
        return tape.Plain("Transpose", [x], [.. order.Select(axis => x.Shape[axis])], null, Attributes.Ints("perm", order));
    }

    /// <summary>Sums a gradient over the axes along which the input was repeated.</summary>
    private static Tracked Fold(Tape tape, Tracked g, long[] shape)
    {
        var axes = Shapes.RepeatedAxes(shape, g.Shape);
        if (axes.Length > 0)
            g = tape.Plain("ReduceSum", [g], [.. g.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)], [tape.Whole(axes)], Attributes.Int("keepdims", 1));
        return Shaped(tape, g, shape);
    }
}
