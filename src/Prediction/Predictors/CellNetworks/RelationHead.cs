using LatBench.Prediction.Differentiation;

namespace LatBench.Prediction.Predictors.CellNetworks;

/// <summary>
/// The binary relation of BRP-NAS: from two embeddings, one after the other, a linear layer says which architecture is better; the loss is the cross
/// entropy over all ordered pairs of a batch. Equal targets say nothing. (The paper's softmax over two outputs is the same as one output and its sign.)
/// </summary>
internal sealed class RelationHead : ITrainingHead
{
    private readonly int _batch;

    private readonly int _hidden;

    private readonly int _pairs;

    private readonly float[] _signs;

    private readonly float[] _weights;

    public RelationHead(int batch, int hidden)
    {
        (_batch, _hidden, _pairs) = (batch, hidden, batch * (batch - 1));
        (_signs, _weights) = (new float[_pairs], new float[_pairs]);
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
        var losses = tape.Softplus(tape.Mul(logits, bind("signs", _signs, [_pairs, 1])));
        return tape.Sum(tape.Mul(losses, bind("weights", _weights, [_pairs, 1])), 0);
    }

    public void Load(ReadOnlySpan<double> targets)
    {
        var count = 0;
        foreach (var (pair, i, j) in Pairs())
        {
            var sign = Math.Sign(targets[i] - targets[j]);
            _signs[pair] = -sign;
            count += Math.Abs(sign);
        }

        for (var pair = 0; pair < _pairs; pair++)
            _weights[pair] = count == 0 ? 0 : Math.Abs(_signs[pair]) / count;
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
