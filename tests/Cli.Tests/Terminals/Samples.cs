using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LatBench.Cli.Tests.Measurements;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Terminals;

/// <summary>A response of every kind, with names as long as they may be.</summary>
internal static class Samples
{
    /// <summary>Prose: the only texts that a terminal may show shortened.</summary>
    public static readonly IReadOnlyList<string> FreeTexts =
    [
        "Neural latency tables of a laboratory " + string.Join(' ', Enumerable.Repeat("with a name that goes on", 20)),
        "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International",
        "A title for people " + new string('t', 300),
        "データベースの測定 🙂 " + new string('説', 80),
        "Some processor of 128 cores with all that its maker calls it (R) (TM) at 2.90 GHz, 2 of 128 CPUs",
    ];

    public static readonly string Device = "devices/" + new string('d', 63);

    private const string Cell = "|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_1x1~2|";

    public static readonly string Slug = $"{Device[8..]}/ort-1.31.1/cpu/t16-extended";

    private static readonly string Hash = new('a', 64);

    private static readonly Timestamp Time = Timestamp.FromDateTimeOffset(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero));

    private static readonly ModelConfig Model = new() { Dataset = Dataset.Imagenet16120, Batch = 16, Precision = Precision.Int8, GraphVariant = GraphVariant.Literal };

    private static readonly Device SampleDevice = new()
    {
        Name = Device,
        State = DeviceState.Draining,
        Hardware = new Hardware { CpuModel = FreeTexts[4][..^15], LogicalCpus = 128, UsableCpus = 2, Architecture = "x64" },
        Software = new Software { OperatingSystem = "Debian GNU/Linux 12", AgentVersion = "0.1.0", Protocols = { "latbench/1" } },
        Targets = { Enumerable.Range(1, 40).Select(threads => new Target { Slug = $"{Device[8..]}/ort-1.31.1/cpu/t{threads}" }) },
        EnrolTime = Time,
        LastSeenTime = Time,
    };

    private static readonly Campaign SampleCampaign = new()
    {
        Name = "campaigns/123456",
        DisplayName = FreeTexts[2],
        State = CampaignState.Succeeded,
        Selection = new Selection { Sample = new RandomSample { Count = 3, Seed = 7 } },
        ModelConfigs = { Model, Model },
        Targets = { SampleDevice.Targets.Select(target => target.Slug) },
        Protocol = new Protocol { Name = "latbench/1", MinPasses = 5, MaxPasses = 40, MaxRelativeError = 0.02 },
        Progress = new CampaignProgress { Architectures = 15284, Models = 30000, Measurements = 37776, Valid = 37000, Failed = 776, JobsDone = 400_000, Samples = 9_000_000 },
        Skipped = { Enumerable.Range(0, 12).Select(i => new SkippedArchitecture { Architecture = $"00000{i}", Reason = "It has no path from input to output." }) },
        CreateTime = Time,
    };

    private static readonly UploadedModel SampleModel = new()
    {
        Name = $"models/{Hash}",
        DisplayName = "データベースの測定 🙂 'net'.onnx",
        SizeBytes = 5_000_000_000,
        CreateTime = Time,
        IrVersion = 8,
        OperatorSets = { new OperatorSet { Version = 17 }, new OperatorSet { Domain = "com.microsoft", Version = 1 } },
        Producer = "pytorch 2.9.0",
        Inputs = { new ModelValue { Name = "input_ids", Type = "int64", Shape = { "batch", "128" } } },
        Outputs = { new ModelValue { Name = "logits", Type = "float32", Shape = { "batch", "2" } } },
        Operators = { new OperatorCount { Type = "MatMul", Count = 97 }, new OperatorCount { Type = "Add", Count = 121 } },
        Parameters = 109_482_240,
        Macs = 11_173_134_336,
        ProposedInputs = "input_ids=int64[1,128] integers 0 30521",
        Proposals = { "The free dimension 'batch' is 1 (--dim batch=N sets it)." },
        Precision = Precision.Fp32,
    };

    private static readonly Evaluation SampleEvaluation = new()
    {
        Accuracies = { new Accuracy { Trainer = "latbench", Count = 60, Within1 = 12.34, Within5 = 70, Within10 = 99, Spearman = 0.99, Kendall = 0.95, Mape = 3, Interval90Coverage = 91, Interval90MeanWidth = 12 } },
        LabelNoise = new LabelNoise { Count = 8, Within1 = 60 },
    };

    private static readonly Predictor SamplePredictor = new()
    {
        Name = "predictors/123456",
        Target = Slug,
        Version = 3,
        Trainer = "latbench",
        State = PredictorState.Ready,
        Promoted = true,
        ModelConfig = Model,
        Labels = 300,
        HeldOutLabels = 60,
        Evaluation = SampleEvaluation,
        FewShot = new FewShot { PriorTargets = { Slug, Slug } },
        CreateTime = Time,
        StartTime = Time,
        EndTime = Time,
    };

    private static readonly Search SampleSearch = new()
    {
        Name = "searches/123456",
        DisplayName = FreeTexts[3],
        State = SearchState.Succeeded,
        Strategy = "gaussian-process",
        Budget = 100,
        Winners = 3,
        Limits = { new SearchLimit { Target = Slug, MaxLatencyMs = 2.5 }, new SearchLimit { Target = "imported/other", MaxLatencyMs = 3.5 } },
        Confident = true,
        Progress = new SearchProgress { Candidates = 900, Suggested = 30, Reported = 30, Confirmed = 1, BestAccuracy = 73.5 },
        Suggestions = { new SearchSuggestion { Number = 1, Code = "333133", Architecture = Cell, OfficialIndex = 7, Latencies = { new PredictedLatency { LatencyMs = 1.25 } } } },
        Ranking =
        {
            new SearchWinner
            {
                Architecture = Cell,
                Code = "333133",
                Accuracy = 73.5,
                State = WinnerState.Confirmed,
                Latencies = { new WinnerLatency { Target = Slug, Predicted = new PredictedLatency { LatencyMs = 1.1, LowMs = 1, HighMs = 1.4 }, LimitMs = 1.5, MeasuredMs = 1.2 } },
            },
        },
        CreateTime = Time,
    };

    private static readonly Snapshot SampleSnapshot = new()
    {
        Name = "snapshots/1.2.3",
        Version = "1.2.3",
        Path = "/data of the lab/" + new string('p', 120) + "/snapshots/latbench-1.2.3",
        Rows = 37776,
        Sha256 = Hash,
        SizeBytes = 123_456_789,
        Files = { new SnapshotFile { Path = $"data/latency/target={new string('f', 90)}/part-0.parquet", SizeBytes = 1234, Sha256 = Hash } },
        CreateTime = Time,
    };

    private static readonly Token SampleToken = new() { Name = "tokens/123456", Role = Role.Submitter, Device = Device, Description = FreeTexts[2], CreateTime = Time, ExpireTime = Time };

    private static readonly LabelledTarget SampleTarget = new()
    {
        Target = Slug,
        Origin = Origin.Imported,
        SearchSpace = "nas-bench-201",
        ModelConfig = Model,
        Labels = 15284,
        Source = new ImportSource { Name = FreeTexts[0], Licence = FreeTexts[1] },
    };

    private static readonly Prediction SamplePrediction = new() { Architecture = Cell, LatencyMs = 1.5, LowMs = 1.25, HighMs = 1.75 };

    /// <summary>By the type of the response.</summary>
    public static readonly IReadOnlyDictionary<System.Type, IMessage> Responses = new IMessage[]
    {
        new ListDevicesResponse { Devices = { SampleDevice, new Device(SampleDevice) { Name = "devices/lab", Targets = { new Target { Slug = "lab/ort-1.31.1/cpu/t1", Runtime = "ort" } } } } },
        new GetDeviceResponse { Device = SampleDevice },
        new DrainDeviceResponse { Device = SampleDevice },
        new ResumeDeviceResponse { Device = SampleDevice },
        new SetDevicePublicationResponse { Device = SampleDevice },
        new ListCampaignsResponse { Campaigns = { SampleCampaign } },
        new GetCampaignResponse { Campaign = SampleCampaign },
        new CreateCampaignResponse { Campaign = SampleCampaign },
        new CancelCampaignResponse { Campaign = SampleCampaign },
        new WatchCampaignResponse { Campaign = SampleCampaign },
        new StartCampaignResponse { Campaign = SampleCampaign },
        new ResumeCampaignResponse { Campaign = SampleCampaign },
        new ListMeasurementsResponse { Measurements = { MeasurementExamples.Valid().Measurement, MeasurementExamples.Failed().Measurement } },
        MeasurementExamples.Valid(),
        new ListModelsResponse { Models = { SampleModel } },
        new GetModelResponse { Model = SampleModel },
        new ListLabelledTargetsResponse { Targets = { SampleTarget, new LabelledTarget { Target = "lab/ort-1.31.1/cpu/t1", Origin = Origin.Measured, SearchSpace = "nas-bench-101", ModelConfig = Model, Labels = 7 } } },
        new ImportMeasurementsResponse { Outcome = ImportOutcome.Unchanged, Target = SampleTarget },
        new ExportMeasurementsResponse { Target = SampleTarget, Latencies = { new ArchitectureLatency { Architecture = Cell, LatencyMs = 1.5 } } },
        new ListPredictorsResponse { Predictors = { SamplePredictor } },
        new GetPredictorResponse { Predictor = SamplePredictor },
        new TrainPredictorResponse { Predictor = SamplePredictor },
        new WatchPredictorResponse { Predictor = SamplePredictor },
        new PromotePredictorResponse { Predictor = SamplePredictor },
        new CancelPredictorResponse { Predictor = SamplePredictor },
        new EvaluatePredictorResponse { Evaluation = SampleEvaluation },
        new ChooseMeasurementsResponse { Architectures = { Cell }, PriorTargets = { Slug } },
        new PredictResponse { Predictor = SamplePredictor.Name, Target = Slug, Version = 3, Predictions = { SamplePrediction } },
        new PredictSpaceResponse { Predictor = SamplePredictor.Name, Target = Slug, Version = 3, Predictions = { SamplePrediction } },
        new CreateSearchResponse { Search = SampleSearch },
        new ListSearchesResponse { Searches = { SampleSearch } },
        new GetSearchResponse { Search = SampleSearch },
        new CancelSearchResponse { Search = SampleSearch },
        new ReportAccuraciesResponse { Search = SampleSearch },
        new ProveWinnersResponse { Search = SampleSearch },
        new WatchSearchResponse { Search = SampleSearch },
        new SuggestArchitecturesResponse { Suggestions = { SampleSearch.Suggestions }, BudgetLeft = 4 },
        new GetSearchReportResponse { Files = { new SearchReportFile { Path = "report.md", Content = "# A search" } } },
        new ListSnapshotsResponse { Snapshots = { SampleSnapshot } },
        new GetSnapshotResponse { Snapshot = SampleSnapshot },
        new CreateSnapshotResponse { Snapshot = SampleSnapshot, Created = true },
        new DiffSnapshotsResponse
        {
            Version = "1.2.3",
            BaseVersion = "1.2.2",
            Change = "minor",
            Targets = { new TargetDiff { Target = Slug, Added = 3, Largest = { new LatencyDiff { Architecture = Cell, BeforeMs = 1, AfterMs = 2 } } } },
        },
        new ListTokensResponse { Tokens = { SampleToken } },
        new CreateTokenResponse { Token = SampleToken, Secret = "secret" },
    }.ToDictionary(response => response.GetType());
}
