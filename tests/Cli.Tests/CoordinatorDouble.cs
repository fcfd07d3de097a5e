using System.Net;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LatBench.Cli.Tests;

/// <summary>A gRPC server on a free port that answers what a test tells it to; the coordinator itself is tested elsewhere.</summary>
internal sealed class CoordinatorDouble : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CoordinatorDouble(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<CoordinatorDouble> StartAsync(Answers answers, HttpProtocols protocols = HttpProtocols.Http2)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        builder.Services.AddSingleton(answers);
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<Campaigns>();
        app.MapGrpcService<Devices>();
        app.MapGrpcService<DeviceTokens>();
        app.MapGrpcService<Measurements>();
        app.MapGrpcService<Snapshots>();
        app.MapGrpcService<Predictors>();
        app.MapGrpcService<Searches>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new CoordinatorDouble(app);
    }

    /// <summary>Runs a command against it; the hints in its output are without the address, which every run has another of.</summary>
    public async Task<CliRun> RunAsync(params string[] args)
    {
        var run = await CliRun.InvokeAsync([.. args, "--server", Address]);
        return run with
        {
            Out = run.Out.Replace($" --server {Address}", "", StringComparison.Ordinal),
            Error = run.Error.Replace($" --server {Address}", "", StringComparison.Ordinal),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(TestContext.Current.CancellationToken);
        await _app.DisposeAsync();
    }

    /// <summary>The answers of the server, and the requests it received.</summary>
    internal sealed class Answers
    {
        public RpcException? Error { get; init; }

        public List<Campaign> Campaigns { get; init; } = [];

        public List<Device> Devices { get; init; } = [];

        public CreateTokenResponse? Token { get; init; }

        public GetMeasurementResponse? Measurement { get; init; }

        /// <summary>A predictor as its training goes on, the last one as it ended.</summary>
        public List<Predictor> Trainings { get; init; } = [];

        public List<TrainPredictorRequest> Trained { get; } = [];

        public List<PredictRequest> Predicted { get; } = [];

        /// <summary>The search of every call.</summary>
        public Search? Search { get; init; }

        /// <summary>Architectures that are suggested, two a call.</summary>
        public Queue<string> ToSuggest { get; init; } = new();

        /// <summary>Gets the requests to the search service, in order.</summary>
        public List<Google.Protobuf.IMessage> SearchCalls { get; } = [];

        public ImportMeasurementsResponse? Imported { get; init; }

        public List<LabelledTarget> Labelled { get; init; } = [];

        public List<ExportMeasurementsResponse> Exported { get; init; } = [];

        public List<ImportMeasurementsRequest> Imports { get; } = [];

        public Snapshot? Snapshot { get; init; }

        public Dictionary<string, byte[]> Files { get; init; } = [];

        /// <summary>Bytes of a file after which the first stream of it breaks.</summary>
        public int? BreakAfter { get; init; }

        public List<CreateCampaignRequest> Created { get; } = [];

        public List<ResumeCampaignRequest> Resumed { get; } = [];

        /// <summary>Gets the progress of the planning of a campaign, message by message; empty for a coordinator that does not know the call.</summary>
        public List<CampaignPlanning> Planning { get; init; } = [];

        public List<long> Offsets { get; } = [];

        public List<Measurement> Measurements { get; init; } = [];

        public List<ListMeasurementsRequest> MeasurementLists { get; } = [];

        /// <summary>Gets measurements with their passes: where there are any, they are listed as the request filters them and read by their names.</summary>
        public List<GetMeasurementResponse> Stored { get; init; } = [];

        public List<string?> Tokens { get; } = [];

        public void Receive(ServerCallContext context)
        {
            Tokens.Add(context.RequestHeaders.GetValue("authorization"));
            Assert.True(context.Deadline < DateTime.MaxValue, "the call has no deadline");
            if (Error is not null)
                throw Error;
        }
    }

    private sealed class Campaigns(Answers answers) : CampaignService.CampaignServiceBase
    {
        public override Task<CreateCampaignResponse> CreateCampaign(CreateCampaignRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            answers.Created.Add(request);
            return Task.FromResult(new CreateCampaignResponse { Campaign = answers.Campaigns[0] });
        }

        public override async Task StartCampaign(StartCampaignRequest request, IServerStreamWriter<StartCampaignResponse> responseStream, ServerCallContext context)
        {
            answers.Receive(context);
            if (answers.Planning.Count == 0)
                throw new RpcException(new Status(StatusCode.Unimplemented, ""));
            foreach (var planning in answers.Planning)
                await responseStream.WriteAsync(new StartCampaignResponse { Planning = planning });
            await responseStream.WriteAsync(new StartCampaignResponse { Campaign = answers.Campaigns[0] });
        }

        public override Task<GetCampaignResponse> GetCampaign(GetCampaignRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            return Task.FromResult(new GetCampaignResponse { Campaign = answers.Campaigns.First(campaign => campaign.Name == request.Name) });
        }

        public override Task<CancelCampaignResponse> CancelCampaign(CancelCampaignRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            return Task.FromResult(new CancelCampaignResponse { Campaign = answers.Campaigns.First(campaign => campaign.Name == request.Name) });
        }

        public override Task<ResumeCampaignResponse> ResumeCampaign(ResumeCampaignRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            answers.Resumed.Add(request);
            return Task.FromResult(new ResumeCampaignResponse { Campaign = answers.Campaigns.First(campaign => campaign.Name == request.Name) });
        }

        // One campaign a page, so that paging is exercised.
        public override Task<ListCampaignsResponse> ListCampaigns(ListCampaignsRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            var index = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
            var next = index + 1 < answers.Campaigns.Count ? $"{index + 1}" : "";
            return Task.FromResult(new ListCampaignsResponse { Campaigns = { answers.Campaigns.Skip(index).Take(1) }, NextPageToken = next });
        }

        public override async Task WatchCampaign(WatchCampaignRequest request, IServerStreamWriter<WatchCampaignResponse> responseStream, ServerCallContext context)
        {
            answers.Receive(context);
            foreach (var campaign in answers.Campaigns.Where(campaign => campaign.Name == request.Name))
                await responseStream.WriteAsync(new WatchCampaignResponse { Campaign = campaign });
        }
    }

    private sealed class Devices(Answers answers) : DeviceService.DeviceServiceBase
    {
        public override Task<ListDevicesResponse> ListDevices(ListDevicesRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            return Task.FromResult(new ListDevicesResponse { Devices = { answers.Devices } });
        }
    }

    private sealed class DeviceTokens(Answers answers) : TokenService.TokenServiceBase
    {
        public override Task<CreateTokenResponse> CreateToken(CreateTokenRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            return Task.FromResult(answers.Token!);
        }
    }

    private sealed class Measurements(Answers answers) : MeasurementService.MeasurementServiceBase
    {
        public override Task<GetMeasurementResponse> GetMeasurement(GetMeasurementRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            return Task.FromResult(answers.Stored.Find(stored => stored.Measurement.Name == request.Name)
                ?? answers.Measurement
                ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no {request.Name}.")));
        }

        public override Task<ListMeasurementsResponse> ListMeasurements(ListMeasurementsRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            answers.MeasurementLists.Add(request);
            var stored = answers.Stored.Select(stored => stored.Measurement)
                .Where(measurement => (request.Campaign.Length == 0 || request.Campaign == measurement.Campaign) && (request.Target.Length == 0 || request.Target == measurement.Target));
            return Task.FromResult(new ListMeasurementsResponse { Measurements = { answers.Measurements.Concat(stored) } });
        }

        public override Task<ListLabelledTargetsResponse> ListLabelledTargets(ListLabelledTargetsRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            return Task.FromResult(new ListLabelledTargetsResponse { Targets = { answers.Labelled } });
        }

        public override Task<ImportMeasurementsResponse> ImportMeasurements(ImportMeasurementsRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            answers.Imports.Add(request);
            return Task.FromResult(answers.Imported!);
        }

        public override async Task ExportMeasurements(
            ExportMeasurementsRequest request, IServerStreamWriter<ExportMeasurementsResponse> responseStream, ServerCallContext context)
        {
            answers.Receive(context);
            foreach (var message in answers.Exported)
                await responseStream.WriteAsync(message);
        }
    }

    private sealed class Predictors(Answers answers) : PredictorService.PredictorServiceBase
    {
        public override Task<TrainPredictorResponse> TrainPredictor(TrainPredictorRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            answers.Trained.Add(request);
            return Task.FromResult(new TrainPredictorResponse { Predictor = answers.Trainings[0] });
        }

        public override Task<GetPredictorResponse> GetPredictor(GetPredictorRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            return Task.FromResult(new GetPredictorResponse { Predictor = answers.Trainings[^1] });
        }

        public override async Task WatchPredictor(WatchPredictorRequest request, IServerStreamWriter<WatchPredictorResponse> responseStream, ServerCallContext context)
        {
            answers.Receive(context);
            foreach (var predictor in answers.Trainings)
                await responseStream.WriteAsync(new WatchPredictorResponse { Predictor = predictor });
        }

        // One millisecond for the first architecture, two for the second, and so on.
        public override Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            answers.Predicted.Add(request);
            var rows = request.Architectures.Select((name, i) => new Prediction { Architecture = name, LatencyMs = i + 1, LowMs = i + 0.5, HighMs = i + 1.25 });
            return Task.FromResult(new PredictResponse { Predictor = "predictors/3", Target = "lab", Version = 2, Predictions = { rows } });
        }
    }

    private sealed class Searches(Answers answers) : SearchService.SearchServiceBase
    {
        public override Task<CreateSearchResponse> CreateSearch(CreateSearchRequest request, ServerCallContext context) =>
            TakeAsync(request, context, new CreateSearchResponse { Search = answers.Search });

        public override Task<GetSearchResponse> GetSearch(GetSearchRequest request, ServerCallContext context) =>
            TakeAsync(request, context, new GetSearchResponse { Search = answers.Search });

        public override Task<ListSearchesResponse> ListSearches(ListSearchesRequest request, ServerCallContext context) =>
            TakeAsync(request, context, new ListSearchesResponse { Searches = { answers.Search } });

        public override Task<CancelSearchResponse> CancelSearch(CancelSearchRequest request, ServerCallContext context) =>
            TakeAsync(request, context, new CancelSearchResponse { Search = answers.Search });

        public override Task<ReportAccuraciesResponse> ReportAccuracies(ReportAccuraciesRequest request, ServerCallContext context) =>
            TakeAsync(request, context, new ReportAccuraciesResponse { Search = answers.Search });

        public override Task<ProveWinnersResponse> ProveWinners(ProveWinnersRequest request, ServerCallContext context) =>
            TakeAsync(request, context, new ProveWinnersResponse { Search = answers.Search });

        public override Task<GetSearchReportResponse> GetSearchReport(GetSearchReportRequest request, ServerCallContext context) =>
            TakeAsync(request, context, new GetSearchReportResponse { Files = { new SearchReportFile { Path = "report.md", Content = "# A search" } } });

        public override Task<SuggestArchitecturesResponse> SuggestArchitectures(SuggestArchitecturesRequest request, ServerCallContext context)
        {
            var response = new SuggestArchitecturesResponse { BudgetLeft = Math.Max(0, answers.ToSuggest.Count - 2) };
            while (response.Suggestions.Count < 2 && answers.ToSuggest.TryDequeue(out var code))
            {
                response.Suggestions.Add(new SearchSuggestion
                {
                    Number = response.Suggestions.Count + 1,
                    Architecture = Nas201.Parse(code).Text,
                    Code = code,
                    OfficialIndex = 7,
                    Latencies = { new PredictedLatency { LatencyMs = 1.25 } },
                });
            }

            return TakeAsync(request, context, response);
        }

        public override async Task WatchSearch(WatchSearchRequest request, IServerStreamWriter<WatchSearchResponse> responseStream, ServerCallContext context) =>
            await responseStream.WriteAsync(await TakeAsync(request, context, new WatchSearchResponse { Search = answers.Search }));

        private Task<T> TakeAsync<T>(Google.Protobuf.IMessage request, ServerCallContext context, T response)
        {
            answers.Receive(context);
            answers.SearchCalls.Add(request);
            return Task.FromResult(response);
        }
    }

    private sealed class Snapshots(Answers answers) : SnapshotService.SnapshotServiceBase
    {
        private const int ChunkBytes = 7;

        public override Task<GetSnapshotResponse> GetSnapshot(GetSnapshotRequest request, ServerCallContext context)
        {
            answers.Receive(context);
            return Task.FromResult(new GetSnapshotResponse { Snapshot = answers.Snapshot });
        }

        public override async Task DownloadSnapshotFile(
            DownloadSnapshotFileRequest request, IServerStreamWriter<DownloadSnapshotFileResponse> responseStream, ServerCallContext context)
        {
            answers.Receive(context);
            answers.Offsets.Add(request.Offset);
            var bytes = answers.Files[request.Path];
            for (var offset = (int)request.Offset; offset < bytes.Length; offset += ChunkBytes)
            {
                if (request.Offset == 0 && answers.BreakAfter is { } limit && offset >= limit)
                    throw new RpcException(new Status(StatusCode.Unavailable, "cut"));
                var data = bytes.AsMemory(offset, Math.Min(ChunkBytes, bytes.Length - offset));
                await responseStream.WriteAsync(new DownloadSnapshotFileResponse { Offset = offset, Data = Google.Protobuf.ByteString.CopyFrom(data.Span) });
            }
        }
    }
}
