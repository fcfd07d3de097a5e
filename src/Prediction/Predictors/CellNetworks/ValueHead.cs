using LatBench.Prediction.Differentiation;

namespace LatBench.Prediction.Predictors.CellNetworks;

/// <summary>One linear output, absolute error: a plain regressor.</summary>
internal sealed class ValueHead(int batch, int hidden) : ITrainingHead
{
    private readonly float[] _targets = new float[batch];

    public long[][] Shapes => [[hidden, 1], [1]];

    public Tracked Loss(Tape tape, Tracked embeddings, Tracked[] parameters, Func<string, float[], long[], Tracked> bind)
    {
        var errors = tape.Abs(tape.Sub(tape.Add(tape.MatMul(embeddings, parameters[0]), parameters[1]), bind("targets", _targets, [batch, 1])));
        return tape.Mul(tape.Sum(errors, 0), tape.Constant([1.0 / batch]));
    }

    public void Load(ReadOnlySpan<double> targets)
    {
        for (var i = 0; i < batch; i++)
            _targets[i] = (float)targets[i];
    }
}
