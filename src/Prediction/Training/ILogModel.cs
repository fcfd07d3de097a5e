using LatBench.Onnx;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Training;

/// <summary>The result of a training before it has intervals: the logarithm of the latency in milliseconds, and its uncertainty.</summary>
internal interface ILogModel
{
    /// <summary>Gets the encoder whose features <see cref="Write"/> reads.</summary>
    IArchitectureEncoder Encoder { get; }

    /// <summary>Gets a value indicating whether architectures with the same network may have different latencies, as where dead edges are run.</summary>
    bool SeesDeadEdges => false;

    /// <summary>Log latencies and spreads, one an architecture. Spreads are relative, above zero, and of an arbitrary scale.</summary>
    (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures);

    /// <summary>Writes the same computation.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="features">The architectures' features, float32, n × the encoder's width.</param>
    /// <returns>Two vectors of n doubles.</returns>
    (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, Value features);
}
