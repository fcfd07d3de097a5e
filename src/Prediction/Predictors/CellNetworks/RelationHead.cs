using LatBench.Prediction.Differentiation;

namespace LatBench.Prediction.Predictors.CellNetworks;

/// <summary>
/// The binary relation of BRP-NAS: from two embeddings, one after the other, a linear layer says which architecture is better; the loss is the cross
/// entropy over all ordered pairs of a batch. The answer to learn is hard, where equal targets say nothing, or soft: the softmax of the two targets, as in the paper's program.
/// (The paper's softmax over two outputs is the same as one output and its sign; the divergence that its program minimises differs from the cross entropy by a constant.)
/// </summary>
internal sealed class RelationHead : ITrainingHead
{
    private readonly int _batch;

    private readonly int _hidden;

    private readonly int _pairs;

    private readonly bool _isSoft;

    /// <summary>The probabilities to learn that the first is the better one, divided by the number of pairs that say something.</summary>
    private readonly float[] _better;

    /// <summary>The same, that the second is.</summary>
    private readonly float[] _worse;

    public RelationHead(int batch, int hidden, bool isSoft = false)
    {
        (_batch, _hidden, _pairs, _isSoft) = (batch, hidden, batch * (batch - 1), isSoft);
        (_better, _worse) = (new float[_pairs], new float[_pairs]);
    }

    public long[][] Shapes => [[_hidden, 1], [_hidden, 1], [1]];

    public Tracked Loss(Tape tape, Tracked embeddings, Tracked[] parameters, Func<string, float[], long[], Tracked> bind)
    {
        var (first, second) = (new double[_pairs * _batch], new double[_pairs * _batch]);
        foreach (var (pair, i, j) in Pairs())
            first[(pair * _batch) + i] = second[(pair * _batch) + j] = 1;
        var better = tape.MatMul(tape.Constant(first, _pairs, _batch), tape.MatMul(embeddings, parameters[0]));
        var than = tape.MatMul(tape.Constant(second, _pairs, _batch), tape.MatMul(embeddings, parameters[1]));
        var logits = tape.Add(tape.Add(better, than), parameters[2]);
        var ifBetter = tape.Mul(tape.Softplus(tape.Mul(logits, tape.Constant([-1.0]))), bind("better", _better, [_pairs, 1]));
        var ifWorse = tape.Mul(tape.Softplus(logits), bind("worse", _worse, [_pairs, 1]));
        return tape.Sum(tape.Add(ifBetter, ifWorse), 0);
    }

    public void Load(ReadOnlySpan<double> targets)
    {
        var count = 0;
        foreach (var (pair, i, j) in Pairs())
        {
            var difference = targets[i] - targets[j];
            _better[pair] = _isSoft ? (float)(1 / (1 + Math.Exp(-difference))) : difference > 0 ? 1 : 0;
            _worse[pair] = _isSoft ? 1 - _better[pair] : difference < 0 ? 1 : 0;
            count += _isSoft || difference != 0 ? 1 : 0;
        }

        for (var pair = 0; count > 0 && pair < _pairs; pair++)
            (_better[pair], _worse[pair]) = (_better[pair] / count, _worse[pair] / count);
    }

    private IEnumerable<(int Pair, int First, int Second)> Pairs()
    {
        var pair = 0;
        for (var i = 0; i < _batch; i++)
        {
            for (var j = 0; j < _batch; j++)
            {
                if (i != j)
                    yield return (pair++, i, j);
            }
        }
    }
}
