using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.Prediction.FewShot;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Training;

/// <summary>Turns a training as it was asked for into one that can start, or says what is wrong with it.</summary>
internal sealed class TrainingPlanner(SearchSpaceRegistry spaces, TargetNames names, TargetLabels labels, PriorTables priors, TimeProvider time)
{
    /// <summary>The share of the labels that is held out where none is asked for.</summary>
    public const double DefaultHeldOutShare = 0.1;

    private const double MaxHeldOutShare = 0.9;
    private const long DefaultMemoryBytes = 4L << 30;
    private const long MinMemoryBytes = 256L << 20;
    private const int MaxSamples = 1000;

    private static readonly TimeSpan DefaultTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MaxTime = TimeSpan.FromHours(24);

    /// <summary>The plan.</summary>
    /// <exception cref="RefusalException">INVALID_ARGUMENT with every fault, or the target cannot be trained for.</exception>
    public async Task<NewPredictor> PlanAsync(TrainPredictorRequest request, CancellationToken cancellationToken)
    {
        var faults = Faults(request).ToArray();
        if (faults.Length > 0)
            throw Refusals.InvalidArgument(faults);
        var fewShot = IsFewShot(request);
        var trainer = fewShot ? DevicePrior.PredictorName : request.Trainer.Length == 0 ? Trainers.Default : request.Trainer;
        if (!fewShot && Trainers.All.All(known => known.Name != trainer))
            throw PredictorRefusals.Argument(PredictorRefusals.UnknownTrainer, "trainer", $"'{PredictorRefusals.Shorten(trainer)}' is not a trainer: use one of {string.Join(", ", Trainers.All.Select(known => known.Name))}, {DevicePrior.PredictorName}.");

        var space = Space(request);
        if (!fewShot && Trainers.Named(trainer).NeedsCellGraph && NetworkFeatures.EncodersOf(space).Graph is null)
            throw Refusals.InvalidArgument("trainer", $"The trainer '{trainer}' reads cell graphs, which the space {space.Name} does not have: use {Trainers.Default}, or another that reads none.");

        var target = await names.ResolveAsync(request.Target, cancellationToken);
        var configuration = await labels.ResolveConfigurationAsync(space, target, request.ModelConfig?.ToDomain(space), cancellationToken);
        var plan = new TrainingPlan
        {
            Trainer = trainer,
            Seed = request.Seed == 0 ? 1 : request.Seed,
            HeldOutShare = request.HasHeldOutShare ? request.HeldOutShare : DefaultHeldOutShare,
            PriorTargets = fewShot ? await priors.ResolveAsync(request.FewShot?.PriorTargets ?? [], space, target, configuration, cancellationToken) : [],
            Samples = request.FewShot?.Samples ?? 0,
            Threads = request.Limits is { Threads: > 0 } limits ? limits.Threads : 1,
            TimeLimit = request.Limits?.Time.ToTimeSpanOrNull() ?? DefaultTime,
            MemoryBytes = request.Limits is { MemoryBytes: > 0 } memory ? memory.MemoryBytes : DefaultMemoryBytes,
            Promote = !request.ManualPromotion,
        };
        TrainingJobs.Require(space, target, plan, await labels.ReadAsync(space, target, configuration, cancellationToken));
        return new NewPredictor
        {
            RequestId = request.RequestId.Length == 0 ? null : request.RequestId,
            Target = target,
            SearchSpace = space.Name,
            Configuration = configuration,
            Plan = plan,
            Now = time.GetUtcNow(),
        };
    }

    private ISearchSpace Space(TrainPredictorRequest request) => spaces.TryGet(request.SearchSpace, out var space) ? space : spaces.Default;

    private static bool IsFewShot(TrainPredictorRequest request) => request.FewShot is not null || request.Trainer == DevicePrior.PredictorName;

    private IEnumerable<(string Field, string Message)> Faults(TrainPredictorRequest request)
    {
        if (request.RequestId.Length > 100)
            yield return ("request_id", "The request id is at most 100 characters.");
        if (request.SearchSpace.Length > 0 && !spaces.TryGet(request.SearchSpace, out _))
            yield return ("search_space", spaces.Unknown(request.SearchSpace));
        if (request.Target.Length == 0)
            yield return ("target", "The training names no target: give its slug or the name of a device; 'latbench devices list' shows them.");
        if (request.FewShot is not null && request.Trainer is not ("" or DevicePrior.PredictorName))
            yield return ("trainer", $"A predictor is adapted by '{DevicePrior.PredictorName}': leave the trainer away, or few_shot.");
        if (request.FewShot is { Samples: var samples } && samples != 0 && samples is < DevicePrior.MinimumMeasurements or > MaxSamples)
            yield return ("few_shot.samples", $"An adaptation from {request.FewShot!.Samples} measurements is out of range: {DevicePrior.MinimumMeasurements} to {MaxSamples}, or 0 for all.");
        if (request.HasHeldOutShare && request.HeldOutShare is not (>= 0 and <= MaxHeldOutShare))
            yield return ("held_out_share", FormattableString.Invariant($"A share of {request.HeldOutShare} to hold out is out of range: 0 to {MaxHeldOutShare}."));
        foreach (var fault in request.ModelConfig.Validate(Space(request), "model_config"))
            yield return fault;
        foreach (var fault in LimitFaults(request.Limits))
            yield return fault;
    }

    private static IEnumerable<(string Field, string Message)> LimitFaults(TrainingLimits? limits)
    {
        if (limits is null)
            yield break;
        if (limits.Threads < 0 || limits.Threads > Environment.ProcessorCount)
            yield return ("limits.threads", $"A training on {limits.Threads} threads is out of range: 1 to {Environment.ProcessorCount}.");
        if (limits.Time is not null && !(limits.Time.ToTimeSpanOrNull() is { } span && span > TimeSpan.Zero && span <= MaxTime))
            yield return ("limits.time", $"The time that a training may take is above zero and at most {MaxTime.TotalHours:0} hours.");
        if (limits.MemoryBytes != 0 && limits.MemoryBytes < MinMemoryBytes)
            yield return ("limits.memory_bytes", $"A training needs at least {MinMemoryBytes >> 20} MiB of memory.");
    }
}
