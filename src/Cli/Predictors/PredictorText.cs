using System.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary>Predictors in words.</summary>
internal static class PredictorText
{
    /// <summary>The sentence where an evaluation has nothing to compare with.</summary>
    public const string NothingUnseen = "There is no label that it has not seen: measure more, or hold some out with `latbench predictors train --held-out`.";

    /// <summary><c>--target</c>: a slug or a device.</summary>
    public static Option<string> TargetOption(bool required) => new("--target")
    {
        Description = "The target: a slug, or a device, which means its default target.",
        HelpName = "T",
        Required = required,
        DefaultValueFactory = required ? null : _ => "",
    };

    /// <summary>Prints the description and the accuracy of a predictor.</summary>
    public static void Show(Terminal terminal, Predictor predictor)
    {
        terminal.Pairs(Describe(predictor));
        if (predictor.Evaluation is not { Accuracies.Count: > 0 } evaluation)
            return;
        terminal.Line();
        AccuracyTable.Show(terminal, evaluation);
    }

    /// <summary>Explains in a sentence why the predictor cannot predict.</summary>
    public static string WhyNot(Predictor predictor) => predictor.State switch
    {
        PredictorState.Cancelled => $"The training of {predictor.Name} was cancelled; the predictor that served before still does.",
        PredictorState.Failed => $"The training of {predictor.Name} failed ({Words.Of(predictor.Failure)}): {predictor.FailureMessage}",
        _ => $"{predictor.Name} is {Words.Of(predictor.State)}: `latbench predictors show {ShellWord.Quote(predictor.Name)}` says how far it is.",
    };

    /// <summary>Returns <c>serving</c> for the predictor that serves its target, else the word for its state.</summary>
    public static string State(Predictor predictor) => predictor.Promoted ? "serving" : Words.Of(predictor.State);

    private static IEnumerable<(string, string)> Describe(Predictor predictor)
    {
        yield return ("Predictor", $"{predictor.Name}: version {Figures.Count(predictor.Version)} for {predictor.Target}, {State(predictor)}");
        yield return ("Trained by", $"{predictor.Trainer}, seed {predictor.Seed}");
        if (predictor.ModelConfig is { } configuration)
            yield return ("Models", Words.Of(configuration));
        yield return ("Labels", $"{Figures.Count(predictor.Labels)} trained on, {Figures.Count(predictor.HeldOutLabels)} held out");
        if (predictor.FewShot is { } fewShot)
            yield return ("Adapted from", string.Join(", ", fewShot.PriorTargets));
        if (predictor is { StartTime: { } start, EndTime: { } end })
            yield return ("Training", Figures.Duration(end.ToDateTime() - start.ToDateTime()));
        if (predictor.Progress is { } progress && !TrainingView.HasEnded(predictor))
            yield return ("Progress", $"{Figures.Percent(progress.Fraction)}, {progress.Stage}");
        if (predictor.Waiting is { } waiting)
            yield return ("Waiting", WaitingText.Sentences(waiting));
        if (predictor.FailureMessage.Length > 0)
            yield return ("Failure", predictor.FailureMessage);
        if (predictor.Files.Count > 0)
            yield return ("Files", $"{Figures.Count(predictor.Files.Count)}, {Figures.Bytes(predictor.Files.Sum(file => file.SizeBytes))}");
    }
}
