using System.Runtime.ExceptionServices;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.Prediction.Uncertainty;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>
/// Learns what matters from all labels, and again without each of several parts of them. The latter say how far off the predictor is on labels that it
/// does not know: blocks of each part are predicted from the other labels with what was learnt without the part, and calibrate the interval.
/// Source: V. Vovk, "Cross-conformal predictors" (2015).
/// </summary>
/// <param name="encoder">The features of architectures.</param>
/// <param name="labels">In random order.</param>
/// <param name="plan">The plan by which labels are left out.</param>
/// <param name="threads">The number of fits that run at a time; the result does not depend on it.</param>
/// <param name="cancellationToken">Stops it.</param>
internal sealed class CrossFit(IArchitectureEncoder encoder, LabelledArchitecture[] labels, CrossFitPlan plan, int threads, CancellationToken cancellationToken)
{
    /// <summary>With fewer labels the share of a sum over operations is not known.</summary>
    private const int MinStackedLabels = 60;

    private readonly Kernel[][] _sets = KernelSets.For(labels.Length, encoder);

    /// <summary>Learns.</summary>
    /// <returns>The predictor, and the factor of its intervals.</returns>
    public (EnsembleModel Model, double Factor) Run(IProgress<TrainingProgress>? progress)
    {
        var members = new Member[plan.Parts + 1, _sets.Length];
        var models = new GaussianProcessModel?[plan.Parts + 1, _sets.Length];
        var told = new ProgressParts(progress, members.Length);
        SideBySide(members.Length, fit =>
        {
            var (part, set) = (plan.Parts - (fit / _sets.Length), fit % _sets.Length); // the largest first: no label is in the last part
            LabelledArchitecture[] learnt = [.. labels.Where((_, place) => place % plan.Parts != part).Take(plan.MaximumLearnt)];
            members[part, set] = Member.Learn(encoder, _sets[set], learnt, labels, told.Part(fit), cancellationToken);
            if (plan.IsAveraged || part == plan.Parts)
                models[part, set] = members[part, set].Knowing(labels, labels);
        });
        var scores = Scores(members);
        var share = labels.Length < MinStackedLabels ? 0 : SumOfOperations.ShareOf([.. scores.Select(score => (score.Residual, score.SumResidual))]);
        var factor = Conformal.Factor([.. scores.Select(score => ((1 - share) * score.Residual) + (share * score.SumResidual))], [.. scores.Select(score => score.Spread)]);
        return (new EnsembleModel(encoder, [.. models.OfType<GaussianProcessModel>()]) { Sum = share > 0 ? (SumOfOperations.Fit(encoder, labels), share) : null }, factor);
    }

    private (double Residual, double SumResidual, double Spread)[] Scores(Member[,] members)
    {
        var blocks = Enumerable.Range(0, plan.Parts * plan.BlocksOfPart).Where(block => block / plan.Parts < plan.CalibratingBlocks).ToArray();
        var scores = new (double Residual, double SumResidual, double Spread)[blocks.Length][];
        SideBySide(blocks.Length, place => scores[place] = Scores(members, blocks[place]));
        return [.. scores.SelectMany(block => block)];
    }

    /// <summary>
    /// Returns the residuals of the labels of a block. Block b has every label whose place is b modulo the number of blocks, and is in part b modulo
    /// the number of parts.
    /// </summary>
    private (double Residual, double SumResidual, double Spread)[] Scores(Member[,] members, int block)
    {
        var blocks = plan.Parts * plan.BlocksOfPart;
        LabelledArchitecture[] asked = [.. labels.Where((_, place) => place % blocks == block)];
        LabelledArchitecture[] known = [.. labels.Where((_, place) => place % blocks != block)];
        Architecture[] architectures = [.. asked.Select(label => label.Architecture)];
        var model = new EnsembleModel(encoder, [.. Enumerable.Range(0, _sets.Length).Select(set => members[block % plan.Parts, set].Knowing(known, labels))]);
        var (logs, spreads) = model.Evaluate(architectures);
        var sum = labels.Length < MinStackedLabels ? null : SumOfOperations.Fit(encoder, known);
        return [.. asked.Select((label, i) => (label.LogMilliseconds - logs[i], sum is null ? 0 : label.LogMilliseconds - sum.LogMilliseconds(label.Architecture), spreads[i]))];
    }

    private void SideBySide(int count, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, body);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
