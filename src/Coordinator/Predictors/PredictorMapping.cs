using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.Mapping;
using LatBench.Coordinator.Resources;
using LatBench.Storage.Predictors;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Predictors;

/// <summary>Predictors from the store to the wire.</summary>
internal static class PredictorMapping
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The message for a predictor.</summary>
    public static V1.Predictor ToProto(this Predictor predictor)
    {
        var plan = predictor.Plan;
        var message = new V1.Predictor
        {
            Name = ResourceName.Predictor(predictor.Id),
            Target = predictor.Target,
            Version = predictor.Version,
            Trainer = plan.Trainer,
            State = (V1.PredictorState)predictor.State,
            Promoted = predictor.Promoted,
            SearchSpace = predictor.SearchSpace,
            ModelConfig = predictor.Configuration.ToProto(),
            Seed = plan.Seed,
            Labels = predictor.Labels,
            HeldOutLabels = predictor.HeldOutLabels,
            Failure = (V1.TrainingFailure)(predictor.Failure ?? 0),
            FailureMessage = predictor.FailureMessage ?? "",
            Limits = new V1.TrainingLimits { Threads = plan.Threads, Time = Duration.FromTimeSpan(plan.TimeLimit), MemoryBytes = plan.MemoryBytes },
            CreateTime = predictor.CreatedAt.ToTimestamp(),
            StartTime = predictor.StartedAt.ToTimestampOrNull(),
            EndTime = predictor.EndedAt.ToTimestampOrNull(),
        };
        if (predictor.Stage is { } stage)
            message.Progress = new V1.TrainingProgress { Stage = stage, Fraction = predictor.Fraction };
        if (predictor.Evaluation is { } evaluation)
            message.Evaluation = Parser.Parse<V1.Evaluation>(evaluation);
        if (plan.PriorTargets.Count > 0)
            message.FewShot = new V1.FewShot { PriorTargets = { plan.PriorTargets }, Samples = plan.Samples };
        message.Files.AddRange(predictor.Files.Select(file => new V1.PredictorFile { Path = file.Path, Sha256 = file.Sha256, SizeBytes = file.SizeBytes }));
        return message;
    }
}
