using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.TestKit;
using Dataset = LatBench.Contracts.V1.Dataset;

namespace LatBench.Coordinator.Tests.Predictors;

/// <summary>Serving: one predictor, trained once for the class.</summary>
public sealed class PredictServiceTests(PredictServiceTests.Trained trained) : IClassFixture<PredictServiceTests.Trained>
{
    private const string Target = "table/device-a";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PredictorService.PredictorServiceClient Client => trained.Fixture.Client;

    [Fact]
    public async Task Predict_reads_arch_strings_codes_and_effective_cells_and_names_its_version()
    {
        var code = Nas201.Parse(Requests.Conv3x3Everywhere).Code();
        // Its edge that reaches no output is gone in the effective cell.
        var withDeadEdge = Nas201.Parse("|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|");
        var cell = Nas201.SearchSpace.Canonicalize(withDeadEdge).Text;

        var answer = await PredictAsync(Requests.Conv3x3Everywhere, code, withDeadEdge.ToString(), cell);

        Assert.Equal((trained.Predictor.Name, Target, 1), (answer.Predictor, answer.Target, answer.Version));
        Assert.Equal([Requests.Conv3x3Everywhere, code, withDeadEdge.ToString(), cell], answer.Predictions.Select(prediction => prediction.Architecture));
        Assert.Equal(answer.Predictions[0].LatencyMs, answer.Predictions[1].LatencyMs);
        Assert.Equal(answer.Predictions[2].LatencyMs, answer.Predictions[3].LatencyMs);
        Assert.All(answer.Predictions, prediction => Assert.True(prediction.LowMs <= prediction.LatencyMs && prediction.LatencyMs <= prediction.HighMs));
        var expected = PredictorFixture.Milliseconds(Nas201.Parse(code));
        Assert.InRange(answer.Predictions[0].LatencyMs, 0.7 * expected, 1.3 * expected);
    }

    [Fact]
    public async Task PredictSpace_has_every_measurable_architecture_once_and_agrees_with_single_ones()
    {
        var predictions = new List<Contracts.V1.Prediction>();
        using var call = Client.PredictSpace(new PredictSpaceRequest { Target = Target }, cancellationToken: Token);
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(Token))
        {
            Assert.Equal((trained.Predictor.Name, 1), (chunk.Predictor, chunk.Version));
            predictions.AddRange(chunk.Predictions);
        }

        Assert.Equal(Nas201.Measurable.Select(architecture => architecture.ToString()), predictions.Select(prediction => prediction.Architecture));
        var some = await PredictAsync(predictions[5000].Architecture, predictions[77].Architecture);
        Assert.Equal(predictions[5000].HighMs, some.Predictions[0].HighMs);
        Assert.Equal(predictions[77].LatencyMs, some.Predictions[1].LatencyMs);
    }

    [Fact]
    public async Task PredictStream_answers_in_order_and_goes_on_after_a_bad_request()
    {
        using var call = Client.PredictStream(cancellationToken: Token);
        foreach (var request in new PredictStreamRequest[]
        {
            new() { Target = Target, Architectures = { Requests.Skip } },
            new() { Architectures = { Requests.Skip, "nonsense", Requests.Unreachable } },
            new() { SearchSpace = "no-such-space", Architectures = { Requests.Skip } },
            new() { Architectures = { } },
            new() { Architectures = { Requests.Conv3x3Everywhere } },
        })
            await call.RequestStream.WriteAsync(request, Token);
        await call.RequestStream.CompleteAsync();

        var answers = new List<PredictStreamResponse>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Token))
            answers.Add(answer);

        Assert.Equal(["", "UNKNOWN_ARCHITECTURE", "SEARCH_SPACE_MISMATCH", "", ""], answers.Select(answer => answer.Error?.Reason ?? ""));
        Assert.Equal([1, 2], answers[1].Error.Architectures);
        Assert.Contains("1 to 20000", answers[3].Error.Message);
        Assert.Equal(Requests.Conv3x3Everywhere, Assert.Single(answers[4].Predictions).Architecture);
    }

    [Fact]
    public async Task Predict_what_is_no_architecture_or_not_measurable_names_its_places()
    {
        await RpcAssert.RefusesAsync(StatusCode.InvalidArgument, "UNKNOWN_ARCHITECTURE", CallAsync(new PredictRequest { Target = Target, Architectures = { Requests.Skip, "|conv|" } }), "architectures[1]");
        var sentence = await RpcAssert.RefusesAsync(
            StatusCode.InvalidArgument, "UNMEASURABLE_ARCHITECTURE", CallAsync(new PredictRequest { Target = Target, Architectures = { Requests.Unreachable } }), "architectures[0]");
        Assert.Contains("no path from input to output", sentence);
        await RpcAssert.FailsOnAsync(CallAsync(new PredictRequest { Target = Target }), "architectures");
        await RpcAssert.FailsOnAsync(CallAsync(new PredictRequest { Architectures = { Requests.Skip } }), "target");
    }

    [Fact]
    public async Task Predict_another_space_or_configuration_is_refused_with_what_the_predictor_knows()
    {
        var request = new PredictRequest { Target = Target, SearchSpace = "no-such-space", Architectures = { Requests.Skip } };
        Assert.Contains("nas-bench-201", await RpcAssert.RefusesAsync(StatusCode.FailedPrecondition, "SEARCH_SPACE_MISMATCH", CallAsync(request)));
        foreach (var config in new ModelConfig[] { new() { Dataset = Dataset.Cifar10 }, new() { Batch = 8 }, new() { Precision = Contracts.V1.Precision.Int8 }, new() { GraphVariant = Contracts.V1.GraphVariant.Literal } })
        {
            request = new PredictRequest { Target = Target, ModelConfig = config, Architectures = { Requests.Skip } };
            Assert.Contains("cifar100, batch 1, fp32, pruned", await RpcAssert.RefusesAsync(StatusCode.FailedPrecondition, "MODEL_CONFIG_MISMATCH", CallAsync(request)));
        }

        request = new PredictRequest { Target = Target, ModelConfig = new ModelConfig(), Architectures = { Requests.Skip } };
        Assert.Single((await CallAsync(request)).Predictions);
        await RpcAssert.FailsOnAsync(CallAsync(new PredictRequest { Target = Target, ModelConfig = new ModelConfig { Dataset = (Dataset)77 }, Architectures = { Requests.Skip } }), "model_config.dataset");
    }

    [Fact]
    public async Task Predict_target_without_predictor_says_how_to_train_one()
    {
        await trained.Fixture.Coordinator.EnrolAsync("untrained");
        var sentence = await RpcAssert.RefusesAsync(StatusCode.FailedPrecondition, "NO_PREDICTOR", CallAsync(new PredictRequest { Target = "untrained", Architectures = { Requests.Skip } }));
        Assert.Contains("latbench predictors train --target untrained/ort-1.31.1/cpu/t1", sentence);
        await RpcAssert.RefusesAsync(StatusCode.NotFound, "UNKNOWN_TARGET", CallAsync(new PredictRequest { Target = "nowhere", Architectures = { Requests.Skip } }), "target");
        await RpcAssert.FailsAsync(StatusCode.NotFound, CallAsync(new PredictRequest { Predictor = "predictors/99", Architectures = { Requests.Skip } }));
    }

    [Fact]
    public async Task DownloadPredictorFile_resumes_and_gives_the_bytes_of_the_hash()
    {
        foreach (var file in trained.Predictor.Files)
        {
            var whole = await DownloadAsync(file.Path, 0);
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(whole)));
            Assert.Equal(whole[100..], await DownloadAsync(file.Path, 100));
        }

        Assert.Subset(trained.Predictor.Files.Select(file => file.Path).ToHashSet(), new HashSet<string> { "predictor.onnx", "predictor.json", "labels.csv", "baselines/proxy.onnx" });
        var missing = await Assert.ThrowsAsync<RpcException>(() => DownloadAsync("../admin-token", 0));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
        Assert.Equal(StatusCode.OutOfRange, (await Assert.ThrowsAsync<RpcException>(() => DownloadAsync("predictor.json", 1 << 30))).StatusCode);
    }

    [Fact]
    public async Task EvaluatePredictor_judges_by_what_was_not_seen_with_the_baselines_beside()
    {
        var evaluation = (await Client.EvaluatePredictorAsync(new EvaluatePredictorRequest { Name = trained.Predictor.Name }, cancellationToken: Token)).Evaluation;

        Assert.Equal(trained.Predictor.HeldOutLabels, evaluation.Accuracies[0].Count);
        Assert.Equal("linear", evaluation.Accuracies[0].Trainer);
        Assert.Contains("proxy", evaluation.Accuracies.Select(accuracy => accuracy.Trainer));
        Assert.Equal(trained.Predictor.Evaluation.Accuracies.Select(accuracy => Math.Round(accuracy.Mape, 6)), evaluation.Accuracies.Select(accuracy => Math.Round(accuracy.Mape, 6)));
    }

    [Fact]
    public async Task Predict_over_rest_answers_in_json()
    {
        using var http = trained.Fixture.Coordinator.Web();
        http.DefaultRequestHeaders.Authorization = new("Bearer", trained.Fixture.Coordinator.AdminToken);
        using var content = new StringContent($$"""{"target":"{{Target}}","architectures":["333333"]}""", null, "application/json");

        using var answer = await http.PostAsync("/v1/predictors:predict", content, Token);

        Assert.Contains("\"latencyMs\":", (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token)).Replace(" ", "", StringComparison.Ordinal));
    }

    private async Task<byte[]> DownloadAsync(string path, long offset)
    {
        using var call = Client.DownloadPredictorFile(new DownloadPredictorFileRequest { Name = trained.Predictor.Name, Path = path, Offset = offset }, cancellationToken: Token);
        var bytes = new List<byte>();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(Token))
        {
            Assert.Equal(offset + bytes.Count, chunk.Offset);
            bytes.AddRange(chunk.Data);
        }

        return [.. bytes];
    }

    private AsyncUnaryCall<PredictResponse> CallAsync(PredictRequest request) => Client.PredictAsync(request, cancellationToken: Token);

    private async Task<PredictResponse> PredictAsync(params string[] architectures) => await CallAsync(new PredictRequest { Target = Target, Architectures = { architectures } });

    public sealed class Trained : IAsyncLifetime
    {
        public PredictorFixture Fixture { get; } = new();

        public Predictor Predictor { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await Fixture.InitializeAsync();
            await Fixture.ImportAsync(Target, 120);
            Predictor = await Fixture.TrainAsync(Target);
        }

        public ValueTask DisposeAsync() => Fixture.DisposeAsync();
    }
}
