namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>The plan by which labels are left out in turn.</summary>
/// <param name="Parts">The number of parts; the hyperparameters are learnt without each of them in turn.</param>
/// <param name="BlocksOfPart">Each part is cut into so many blocks; the labels of a block are predicted from all the others.</param>
/// <param name="CalibratingBlocks">So many blocks of each part calibrate: all, or fewer where there are labels enough.</param>
/// <param name="IsAveraged">True where the predictor is the mean of all that was learnt; false where it is, as is quicker to serve, what all labels said.</param>
internal sealed record CrossFitPlan(int Parts, int BlocksOfPart, int CalibratingBlocks, bool IsAveraged)
{
    private const int ManyLabels = 300;

    /// <summary>Gets the maximum number of labels that the hyperparameters are learnt from.</summary>
    public int MaximumLearnt { get; init; } = 1000;

    /// <summary>With few labels what they say depends on each of them, and fits are quick.</summary>
    public static CrossFitPlan For(int labels) => labels < ManyLabels ? new(5, 3, 3, IsAveraged: true) : new(2, 6, 3, IsAveraged: false);
}
