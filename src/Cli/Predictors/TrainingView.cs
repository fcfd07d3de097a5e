using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary>Follows a training to its end: a bar on a terminal, a line for each stage elsewhere. A stream that breaks is opened again.</summary>
internal static class TrainingView
{
    /// <summary>The predictor as its training ended.</summary>
    public static async Task<Predictor> FollowAsync(CommandContext context, CoordinatorConnection connection, Predictor predictor, CancellationToken cancellationToken)
    {
        var terminal = context.Terminal;
        if (!terminal.ShowsProgressBar)
        {
            var last = "";
            return await WatchAsync(connection, predictor, Report, terminal.Note, context.Time, cancellationToken);

            void Report(Predictor now)
            {
                var standing = Standing(now);
                if (standing == last)
                    return;
                last = standing;
                terminal.Note($"{now.Name}: {standing}");
            }
        }

        return await terminal.WithProgressAsync(Standing(predictor), report =>
            WatchAsync(connection, predictor, now => report(now.Progress?.Fraction ?? 0, Standing(now)), terminal.Note, context.Time, cancellationToken));
    }

    public static bool HasEnded(Predictor predictor) => predictor.State is PredictorState.Ready or PredictorState.Failed or PredictorState.Cancelled;

    private static string Standing(Predictor predictor) => predictor.Waiting is { } waiting
        ? $"{Words.Of(predictor.State)}: {WaitingText.Sentences(waiting)}"
        : predictor.Progress is { Stage.Length: > 0 } progress && !HasEnded(predictor) ? progress.Stage : Words.Of(predictor.State);

    private static async Task<Predictor> WatchAsync(
        CoordinatorConnection connection, Predictor predictor, Action<Predictor> onChange, Action<string> note, TimeProvider time, CancellationToken cancellationToken) =>
        (await StreamWatch.FollowAsync(
            connection,
            deadline => connection.Predictors.WatchPredictor(new WatchPredictorRequest { Name = predictor.Name }, deadline: deadline, cancellationToken: cancellationToken),
            message =>
            {
                onChange(message.Predictor);
                return HasEnded(message.Predictor);
            },
            note,
            time,
            "the training",
            cancellationToken)).Predictor;
}
