using System.Numerics;
using System.Runtime.InteropServices;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>The optimiser of I. Loshchilov and F. Hutter, "Decoupled weight decay regularization" (2019), in one pass over a flat array.</summary>
internal sealed class AdamW(int length, double weightDecay)
{
    private const float FirstDecay = 0.9f;

    private const float SecondDecay = 0.999f;

    private const float Epsilon = 1e-8f;

    private readonly float[] _first = new float[length];

    private readonly float[] _second = new float[length];

    private int _steps;

    /// <summary>Moves parameters against their gradient.</summary>
    public void Step(float[] parameters, float[] gradient, double learningRate)
    {
        _steps++;
        var kept = (float)(1 - (learningRate * weightDecay));
        var rate = (float)(learningRate / (1 - Math.Pow(FirstDecay, _steps)));
        var scale = (float)(1 / Math.Sqrt(1 - Math.Pow(SecondDecay, _steps)));
        var p = Vectors(parameters);
        var g = Vectors(gradient);
        var m = Vectors(_first);
        var v = Vectors(_second);
        for (var i = 0; i < p.Length; i++)
        {
            m[i] += (g[i] - m[i]) * (1 - FirstDecay);
            v[i] += ((g[i] * g[i]) - v[i]) * (1 - SecondDecay);
            p[i] = (p[i] * kept) - (m[i] * rate / ((Vector.SquareRoot(v[i]) * scale) + new Vector<float>(Epsilon)));
        }

        for (var i = p.Length * Vector<float>.Count; i < parameters.Length; i++)
        {
            _first[i] += (gradient[i] - _first[i]) * (1 - FirstDecay);
            _second[i] += ((gradient[i] * gradient[i]) - _second[i]) * (1 - SecondDecay);
            parameters[i] = (parameters[i] * kept) - (_first[i] * rate / ((MathF.Sqrt(_second[i]) * scale) + Epsilon));
        }

        static Span<Vector<float>> Vectors(float[] values) => MemoryMarshal.Cast<float, Vector<float>>(values.AsSpan());
    }
}
