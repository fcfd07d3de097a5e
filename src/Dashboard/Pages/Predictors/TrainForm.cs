using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Problems;

namespace LatBench.Dashboard.Pages.Predictors;

/// <summary>The form that starts a training, as it was typed.</summary>
internal sealed class TrainForm
{
    private const string FewShotTrainer = "few-shot";

    /// <summary>Gets or sets the labels, as <see cref="KeyOf"/> names them.</summary>
    public string? Labels { get; set; }

    /// <summary>Gets or sets the trainer.</summary>
    public string? Trainer { get; set; }

    /// <summary>Gets or sets the share of the labels to hold out, in percent.</summary>
    public string? HeldOut { get; set; }

    /// <summary>Gets or sets the seed.</summary>
    public string? Seed { get; set; }

    /// <summary>Gets or sets the time limit in minutes.</summary>
    public string? Minutes { get; set; }

    /// <summary>Gets or sets the number of measurements that an adaptation takes.</summary>
    public string? Samples { get; set; }

    /// <summary>Gets or sets the text <c>on</c> where the serving predictor stays.</summary>
    public string? Manual { get; set; }

    /// <summary>Names the labels of a target in one model configuration.</summary>
    /// <param name="row">The labels.</param>
    public static string KeyOf(LabelledTarget row) => $"{row.Target} {row.SearchSpace} {row.ModelConfig.Describe()}";

    /// <summary>Makes the request; null and the reason where something that was typed is no number.</summary>
    /// <param name="rows">The labels that there are.</param>
    /// <param name="priors">The targets to adapt from; empty for all that suit.</param>
    /// <param name="requestId">A text of its own, so that a form that is sent twice starts one training.</param>
    public (TrainPredictorRequest? Request, FieldErrors Errors) Read(IEnumerable<LabelledTarget> rows, IEnumerable<string> priors, string requestId)
    {
        if (rows.FirstOrDefault(row => KeyOf(row) == Labels) is not { } row)
            return (null, FieldErrors.Of("target", "Choose the measurements to learn from."));
        var request = new TrainPredictorRequest
        {
            Target = row.Target,
            SearchSpace = row.SearchSpace,
            ModelConfig = row.ModelConfig,
            Trainer = Trainer ?? "",
            ManualPromotion = Manual is not null,
            RequestId = requestId,
        };
        if (!Number(HeldOut, out var percent))
            return (null, FieldErrors.Of("held_out_share", "Write a number of percent from 0 to 90."));
        if (percent is not null)
            request.HeldOutShare = percent.Value / 100;
        if (!Whole(Seed, out var seed) || seed < 0)
            return (null, FieldErrors.Of("seed", "Write a whole number of 0 or more."));
        request.Seed = (ulong)(seed ?? 0);
        if (!Whole(Minutes, out var minutes) || minutes is < 1 or > 24 * 60)
            return (null, FieldErrors.Of("limits.time", "Write whole minutes from 1 to 1440."));
        if (minutes is not null)
            request.Limits = new TrainingLimits { Time = Duration.FromTimeSpan(TimeSpan.FromMinutes(minutes.Value)) };
        if (Trainer != FewShotTrainer)
            return (request, new FieldErrors());
        if (!Whole(Samples, out var samples) || samples < 0)
            return (null, FieldErrors.Of("few_shot.samples", "Write a whole number of 3 or more, or leave it empty for all measurements."));
        request.FewShot = new FewShot { Samples = (int)Math.Min(samples ?? 0, int.MaxValue), PriorTargets = { priors } };
        return (request, new FieldErrors());
    }

    private static bool Number(string? text, out double? value)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (!double.TryParse(text.Trim().TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return false;
        value = number;
        return true;
    }

    private static bool Whole(string? text, out long? value)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (!long.TryParse(text.Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
            return false;
        value = number;
        return true;
    }
}
