using System.Numerics.Tensors;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>The optimiser of I. Loshchilov and F. Hutter, "Decoupled weight decay regularization" (2019), on one flat array.</summary>
internal sealed class AdamW(int length, double weightDecay)
{
    private const float FirstDecay = 0.9f;

    private const float SecondDecay = 0.999f;

    private const float Epsilon = 1e-8f;

    private readonly float[] _first = new float[length];

    private readonly float[] _second = new float[length];

    private readonly float[] _spare = new float[length];

    private int _steps;

    /// <summary>Moves parameters against their gradient.</summary>
    public void Step(float[] parameters, float[] gradient, double learningRate)
    {
        _steps++;
        var (first, second) = (1 - Math.Pow(FirstDecay, _steps), 1 - Math.Pow(SecondDecay, _steps));
        TensorPrimitives.Multiply(parameters, (float)(1 - (learningRate * weightDecay)), parameters);
        TensorPrimitives.Lerp(_first, gradient, 1 - FirstDecay, _first);
        TensorPrimitives.Multiply<float>(gradient, gradient, _spare);
        TensorPrimitives.Lerp(_second, _spare, 1 - SecondDecay, _second);
        TensorPrimitives.Sqrt<float>(_second, _spare);
        TensorPrimitives.Multiply(_spare, (float)(1 / Math.Sqrt(second)), _spare);
        TensorPrimitives.Add(_spare, Epsilon, _spare);
        TensorPrimitives.Divide<float>(_first, _spare, _spare);
        TensorPrimitives.MultiplyAdd(_spare, (float)(-learningRate / first), parameters, parameters);
    }
}
