using LatBench.Prediction;
using LatBench.Search.Candidates;
using LatBench.SearchSpaces;

namespace LatBench.Search.Limits;

/// <summary>
/// Chooses the candidates of a search from a sample of a space that is too large to be kept: blocks of it are drawn, scored by the predictors of the limits, and
/// forgotten except for those that are kept.
/// </summary>
public static class CandidateScreening
{
    /// <summary>Screens a sample.</summary>
    /// <param name="space">The space.</param>
    /// <param name="count">The number of architectures that are drawn at most: see <see cref="CandidateDraws.Blocks"/>.</param>
    /// <param name="kept">The number of candidates that are kept at most. Without a prior drawing ends once there are so many.</param>
    /// <param name="targets">The limits with their predictors.</param>
    /// <param name="confident">As for <see cref="FeasibleCandidates.Of"/>.</param>
    /// <param name="prior">An estimate of the quality by which the best are kept; null where there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The candidates that may meet every limit, and the fastest of each target whether it does or not; and the number that was drawn.</returns>
    public static async Task<(CandidateSet Candidates, int Drawn)> OfAsync(
        ISearchSpace space, int count, int kept, IReadOnlyList<ScreenedTarget> targets, bool confident, Func<Architecture, double>? prior, CancellationToken cancellationToken)
    {
        var (pool, drawn) = (new CandidatePool(kept, prior), 0);
        var fastest = new (Architecture Architecture, double Milliseconds)?[targets.Count];
        foreach (var block in CandidateDraws.Blocks(space, count))
        {
            var predictions = new IReadOnlyList<LatencyPrediction>[targets.Count];
            for (var target = 0; target < predictions.Length; target++)
                predictions[target] = await PredictAsync(targets[target], block, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < block.Length; i++)
            {
                for (var target = 0; target < predictions.Length; target++)
                {
                    var prediction = predictions[target][i];
                    var judged = (confident ? prediction.High : prediction.Latency).Milliseconds;
                    if (fastest[target] is not { } best || judged < best.Milliseconds)
                        fastest[target] = (block[i], judged);
                }

                if (targets.Index().All(target => FeasibleCandidates.MayMeet(predictions[target.Index][i], target.Item.Limit, confident)))
                    pool.Add(block[i]);
                if (pool.IsComplete)
                    break;
            }

            drawn += block.Length;
            if (pool.IsComplete)
                break;
        }

        return (CandidateSet.Of(space, pool.Kept.Concat(fastest.OfType<(Architecture Architecture, double)>().Select(one => one.Architecture))), drawn);
    }

    // Each processor computes the features of a part.
    private static async Task<IReadOnlyList<LatencyPrediction>> PredictAsync(ScreenedTarget target, Architecture[] block, CancellationToken cancellationToken)
    {
        var parts = block.Chunk((block.Length / Environment.ProcessorCount) + 1).Select(part => Task.Run(() => target.Predict(part, cancellationToken), cancellationToken));
        return [.. (await Task.WhenAll(parts).ConfigureAwait(false)).SelectMany(part => part)];
    }
}

/// <summary>A limit and the predictor that says which architectures may meet it.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Predict">Returns predictions in the order of the architectures; called by several threads at once.</param>
public sealed record ScreenedTarget(LatencyLimit Limit, Func<IReadOnlyList<Architecture>, CancellationToken, Task<IReadOnlyList<LatencyPrediction>>> Predict);
