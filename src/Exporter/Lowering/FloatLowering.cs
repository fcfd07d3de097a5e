using LatBench.Onnx;
using LatBench.SearchSpaces;

namespace LatBench.Exporter.Lowering;

/// <summary>Writes operators in single or half precision.</summary>
internal sealed class FloatLowering(NetworkGraph network, GraphBuilder graph, WeightTensors tensors, int batch)
    : GraphLowering(network, graph, tensors, batch)
{
    private Value? _zero;

    protected override Value Write(NetworkOperator op, ReadOnlySpan<Value> inputs) => op switch
    {
        InputOperator input => WriteInput(input),
        ConvolutionOperator convolution => Graph.Conv(op.Name, [inputs[0], Constant(convolution.Weights + "/weight")], Convert(convolution.Window), convolution.Groups),
        NormalizationOperator normalization => WriteNormalization(normalization, inputs[0]),
        ReluOperator => Graph.Relu(op.Name, inputs[0]),
        AveragePoolOperator pool => Graph.AveragePool(op.Name, inputs[0], Convert(pool.Window)),
        MaxPoolOperator pool => Graph.MaxPool(op.Name, inputs[0], Convert(pool.Window)),
        ConcatenateOperator => Graph.Concat(op.Name, inputs),
        TruncateOperator => WriteTruncate(op, inputs[0]),
        CropOperator crop => WriteCrop(crop, inputs[0]),
        AddOperator => Graph.Add(op.Name, inputs[0], inputs[1]),
        ZeroOperator zero => Graph.Mul(op.Name, inputs[0], _zero ??= Constant(zero.Weights)),
        GlobalAveragePoolOperator => Graph.GlobalAveragePool(op.Name, inputs[0]),
        FlattenOperator => Graph.Flatten(op.Name, inputs[0]),
        LinearOperator linear => Graph.Linear(op.Name, inputs[0], Constant(linear.Weights + "/weight"), Constant(linear.Weights + "/bias")),
        _ => throw new InvalidOperationException($"Operator '{op.Name}' of type {op.GetType().Name} has no form in ONNX here."),
    };
}
