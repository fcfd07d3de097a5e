using Google.Protobuf;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.Coordinator.Tests.UploadedModels;

public sealed class ModelServiceTests(RunningCoordinator coordinator) : IClassFixture<RunningCoordinator>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ModelService.ModelServiceClient Models => new(coordinator.AsAdmin());

    [Fact]
    public async Task Model_is_uploaded_described_listed_found_and_deleted()
    {
        var bytes = OnnxFiles.Linear(size: 40).ToByteArray();
        var sha256 = OnnxFiles.Sha256(bytes);

        var model = await Models.UploadAsync(OnnxFiles.Linear(size: 40), "folder of 'mine'.onnx");

        Assert.Equal(($"models/{sha256}", "folder of 'mine'.onnx", bytes.Length), (model.Name, model.DisplayName, model.SizeBytes));
        Assert.Equal(("x", "float32", "40"), (model.Inputs[0].Name, model.Inputs[0].Type, model.Inputs[0].Shape[1]));
        Assert.Equal((1600, 1600, true), (model.Parameters, model.Macs, model.HasMacs));
        Assert.Equal(("MatMul", 1), (model.Operators[0].Type, model.Operators[0].Count));
        Assert.Equal("x=float32[1,40] uniform -1 1", model.ProposedInputs);
        Assert.Equal(Precision.Fp32, model.Precision);
        Assert.Contains((await Models.ListModelsAsync(new ListModelsRequest(), cancellationToken: Cancel)).Models, one => one.Name == model.Name);
        foreach (var name in new[] { model.Name, $"models/{sha256[..8]}", "models/folder of 'mine'.onnx", sha256 })
            Assert.Equal(model, (await Models.GetModelAsync(new GetModelRequest { Name = name }, cancellationToken: Cancel)).Model);

        await Models.DeleteModelAsync(new DeleteModelRequest { Name = model.Name }, cancellationToken: Cancel);

        Assert.Contains("There is no uploaded model", await RpcAssert.FailsAsync(StatusCode.NotFound, Models.GetModelAsync(new GetModelRequest { Name = model.Name }, cancellationToken: Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_is_close_to_another_is_told_with_it()
    {
        await Models.UploadAsync(OnnxFiles.Linear(size: 52), "resnet18-v2.onnx");

        var missing = await RpcAssert.FailsAsync(StatusCode.NotFound, Models.GetModelAsync(new GetModelRequest { Name = "models/resnet18v2.onnx" }, cancellationToken: Cancel));
        var selection = new Selection { SearchSpace = "onnx", Architectures = new ArchitectureList { Architectures = { "resnet-18-v2.onnx" } } };
        var campaign = new CreateCampaignRequest { Campaign = new Campaign { Selection = selection } };
        var unselected = await RpcAssert.FailsAsync(StatusCode.InvalidArgument, new CampaignService.CampaignServiceClient(coordinator.AsAdmin()).CreateCampaignAsync(campaign, cancellationToken: Cancel));

        Assert.EndsWith("Did you mean 'resnet18-v2.onnx'?", missing, StringComparison.Ordinal);
        Assert.Contains("There is no uploaded model 'resnet-18-v2.onnx'", unselected, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'resnet18-v2.onnx'?", unselected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_file_again_gives_back_the_first_model()
    {
        var first = await Models.UploadAsync(OnnxFiles.Linear(size: 41), "first.onnx");
        var request = new CreateModelRequest { Files = { new UploadedFile { Path = "second.onnx", Sha256 = first.Name["models/".Length..] } } };

        var again = await Models.CreateModelAsync(request, cancellationToken: Cancel);

        Assert.True(again.Existed);
        Assert.Equal(first, again.Model);
    }

    [Fact]
    public async Task Files_that_become_the_same_graph_have_a_measurement_each()
    {
        var (plain, described) = (OnnxFiles.Linear(size: 49), OnnxFiles.Linear(size: 49));
        described.Graph.Node[0].DocString = "line 7 of a program";
        UploadedModel[] models = [await Models.UploadAsync(plain, "plain.onnx"), await Models.UploadAsync(described, "described.onnx")];

        var campaign = await MeasureAsync(models, "twins", [new ModelConfig()]);

        var measurements = (await new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin()).ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign.Name }, cancellationToken: Cancel)).Measurements;
        Assert.Equal(models.Select(model => model.Name).Order(StringComparer.Ordinal), measurements.Select(measurement => "models/" + measurement.EffectiveCell).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_calls_at_once_for_one_file_make_one_model()
    {
        var bytes = OnnxFiles.Linear(size: 51).ToByteArray();
        await Models.SendAsync(bytes);
        var request = new CreateModelRequest { Files = { new UploadedFile { Path = "net.onnx", Sha256 = OnnxFiles.Sha256(bytes) } } };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Models.CreateModelAsync(request, cancellationToken: Cancel).ResponseAsync));

        Assert.Single(answers.Select(answer => answer.Model.Name).Distinct());
        Assert.Equal(3, answers.Count(answer => answer.Existed));
    }

    [Fact]
    public async Task Upload_that_broke_off_goes_on_where_it_ended()
    {
        var bytes = OnnxFiles.Linear(size: 64).ToByteArray();
        var sha256 = OnnxFiles.Sha256(bytes);

        Assert.Equal(5000, await Models.SendAsync(bytes, to: 5000));
        var half = await Models.GetUploadAsync(new GetUploadRequest { Sha256 = sha256 }, cancellationToken: Cancel);
        Assert.Equal((5000, false), (half.ReceivedBytes, half.Complete));
        Assert.Equal(bytes.Length, await Models.SendAsync(bytes, from: 5000));

        var whole = await Models.GetUploadAsync(new GetUploadRequest { Sha256 = sha256 }, cancellationToken: Cancel);
        Assert.Equal((bytes.Length, true), (whole.ReceivedBytes, whole.Complete));
    }

    [Fact]
    public async Task Upload_with_another_hash_is_refused_and_leaves_nothing()
    {
        var bytes = new byte[3000];
        var wrong = new string('0', 64);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => Models.SendAsync(bytes, sha256: wrong));

        Assert.Equal((StatusCode.InvalidArgument, $"The bytes that came have the SHA-256 {OnnxFiles.Sha256(bytes)}, and {wrong} was promised: upload the file again."), (refusal.StatusCode, refusal.Status.Detail));
        Assert.Equal(0, (await Models.GetUploadAsync(new GetUploadRequest { Sha256 = wrong }, cancellationToken: Cancel)).ReceivedBytes);
    }

    [Theory]
    [InlineData("ab", 10, 0, "A SHA-256 is 64 lower-case hexadecimal digits.")]
    [InlineData("../../etc/passwd", 10, 0, "A SHA-256 is 64 lower-case hexadecimal digits.")]
    [InlineData(null, 0, 0, "A file of 0 bytes is not taken: it has 1 to 8589934592 bytes (the coordinator's --max-model-mib).")]
    [InlineData(null, 1L << 40, 0, "A file of 1099511627776 bytes is not taken: it has 1 to 8589934592 bytes (the coordinator's --max-model-mib).")]
    [InlineData(null, 10, 7, "The upload cannot go on at byte 7: 0 bytes are here (GetUpload says so).")]
    [InlineData(null, 10, 0, "More than the promised 10 bytes came: upload the file again with its true size.")]
    public async Task Wrong_header_is_refused(string? sha256, long size, int offset, string sentence)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => Models.SendAsync(new byte[20], from: offset, sha256: sha256 ?? new string('1', 64), size: size));

        Assert.Equal((StatusCode.InvalidArgument, sentence), (refusal.StatusCode, refusal.Status.Detail));
    }

    [Theory]
    [InlineData("../out.onnx")]
    [InlineData("/etc/out.onnx")]
    [InlineData("a//b.onnx")]
    [InlineData("a\\b.onnx")]
    [InlineData("")]
    public async Task Path_that_leads_out_of_the_folder_is_refused(string path)
    {
        var request = new CreateModelRequest { Files = { new UploadedFile { Path = path, Sha256 = new string('2', 64) } } };

        await RpcAssert.FailsOnAsync(Models.CreateModelAsync(request, cancellationToken: Cancel), "files[0].path");
    }

    [Fact]
    public async Task File_that_was_not_uploaded_is_named()
    {
        var request = new CreateModelRequest { Files = { new UploadedFile { Path = "net.onnx", Sha256 = new string('3', 64) } } };

        Assert.Contains("has not been uploaded", await RpcAssert.FailsAsync(StatusCode.FailedPrecondition, Models.CreateModelAsync(request, cancellationToken: Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_that_the_runtime_refuses_is_refused_with_its_reason()
    {
        var model = OnnxFiles.Linear(size: 42);
        model.Graph.Node[0].OpType = "NoSuchOperator";

        var refusal = await Assert.ThrowsAsync<RpcException>(() => Models.UploadAsync(model));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith("The model uses the operator 'NoSuchOperator', which version 17 of the ONNX operator set in ONNX Runtime 1.31", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task External_data_come_beside_their_model()
    {
        var model = OnnxFiles.Linear(size: 43);
        var data = model.Graph.Initializer[0].RawData.ToByteArray();
        model.Graph.Initializer[0] = Tensors.External("w", ElementType.Float32, [43, 43], "weights/w.bin", 0, data.Length);
        var bytes = model.ToByteArray();
        await Models.SendAsync(bytes);
        await Models.SendAsync(data);
        var request = new CreateModelRequest
        {
            Files = { new UploadedFile { Path = "net.onnx", Sha256 = OnnxFiles.Sha256(bytes) }, new UploadedFile { Path = "weights/w.bin", Sha256 = OnnxFiles.Sha256(data) } },
        };

        var created = (await Models.CreateModelAsync(request, cancellationToken: Cancel)).Model;

        Assert.Equal((bytes.Length + data.Length, 43 * 43), (created.SizeBytes, created.Parameters));
        var measured = await MeasureAsync(created, "external", new ModelConfig());
        Assert.Equal(1, measured.Progress.Models);
    }

    [Fact]
    public async Task Campaign_has_every_model_in_every_configuration_and_says_which_it_left_out()
    {
        var linear = await Models.UploadAsync(OnnxFiles.Linear(size: 44), "linear.onnx");
        var other = OnnxFiles.Linear(size: 45);
        other.Graph.Input[0].Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = 3 };
        var fix = await Models.UploadAsync(other, "fixed.onnx");
        var batches = new[] { 1, 8 }.Select(batch => new ModelConfig { Batch = batch });

        var campaign = await MeasureAsync([linear, fix], "batches", [.. batches, new ModelConfig { InputSettings = new InputSettings { Values = { ["x"] = "integers 0 5" } } }]);

        // The fixed model has one batch of its own.
        Assert.All(campaign.Skipped, skipped => Assert.Equal(fix.Name["models/".Length..], skipped.Architecture));
        var measurements = (await new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin()).ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign.Name }, cancellationToken: Cancel)).Measurements;
        Assert.All(measurements, measurement => Assert.Equal("onnx", measurement.SearchSpace));
        Assert.Equal(
            ["x=float32[1,44] uniform -1 1", "x=float32[1,44] uniform 0 5", "x=float32[8,44] uniform -1 1"],
            measurements.Where(measurement => measurement.EffectiveCell == linear.Name["models/".Length..]).Select(measurement => measurement.ModelConfig.Input).Order(StringComparer.Ordinal));
        Assert.Equal(8, measurements.Single(measurement => measurement.ModelConfig.Input.StartsWith("x=float32[8,", StringComparison.Ordinal)).ModelConfig.Batch);
    }

    [Fact]
    public async Task Half_precision_is_converted_and_int8_of_nothing_to_convert_is_a_reason()
    {
        var linear = await Models.UploadAsync(OnnxFiles.Linear(size: 46), "half.onnx");
        await coordinator.EnrolAsync("halves", request => request.Software.Precisions.AddRange([Precision.Fp16, Precision.Int8]));

        var campaign = await MeasureAsync([linear], "halves", [new ModelConfig { Precision = Precision.Fp16 }, new ModelConfig { Precision = Precision.Fp32 }], enrol: false);

        var measurements = (await new MeasurementService.MeasurementServiceClient(coordinator.AsAdmin()).ListMeasurementsAsync(new ListMeasurementsRequest { Campaign = campaign.Name }, cancellationToken: Cancel)).Measurements;
        Assert.Equal(["x=float16[1,46] uniform -1 1", "x=float32[1,46] uniform -1 1"], measurements.Select(measurement => measurement.ModelConfig.Input).Order(StringComparer.Ordinal));
        Assert.Equal([Precision.Fp32, Precision.Fp16], measurements.Select(measurement => measurement.ModelConfig.Precision).Order());
    }

    [Fact]
    public async Task Model_of_a_running_campaign_is_not_deleted()
    {
        var model = await Models.UploadAsync(OnnxFiles.Linear(size: 47), "held.onnx");
        await MeasureAsync(model, "holding", new ModelConfig());

        Assert.Contains("is measured by a campaign that runs", await RpcAssert.FailsAsync(StatusCode.FailedPrecondition, Models.DeleteModelAsync(new DeleteModelRequest { Name = model.Name }, cancellationToken: Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_gets_graph_and_weights()
    {
        var model = await Models.UploadAsync(OnnxFiles.Linear(size: 48), "leased.onnx");
        var device = await coordinator.EnrolAsync("leasing");
        await MeasureAsync([model], "leasing", [new ModelConfig()], enrol: false);

        var lease = (await new JobService.JobServiceClient(device).LeaseJobsAsync(new LeaseJobsRequest { Device = "devices/leasing", MaxJobs = 1 }, cancellationToken: Cancel)).Leases.Single();

        var graph = ModelProto.Parser.ParseFrom(await DownloadAsync(device, lease.Job.Model.Sha256));
        Assert.Equal(lease.Job.Model.WeightsFileName, graph.Graph.Initializer[0].ExternalData.Single(entry => entry.Key == "location").Value);
        Assert.Equal("uniform -1 1", graph.MetadataProps.Single(property => property.Key == "latbench.input.x").Value);
        Assert.Equal(OnnxFiles.Linear(size: 48).Graph.Initializer[0].RawData, await DownloadAsync(device, lease.Job.Model.WeightsSha256));
    }

    [Theory]
    [InlineData("batch", "campaign.model_config.batch")]
    [InlineData("dataset", "campaign.model_config.dataset")]
    [InlineData("input", "campaign.model_config.input")]
    [InlineData("values", "campaign.model_config.input_settings")]
    [InlineData("model", "campaign.selection.architectures.architectures[0]")]
    [InlineData("nothing", "campaign.selection")]
    public async Task Wrong_campaign_names_its_field(string fault, string field)
    {
        var model = await Models.UploadAsync(OnnxFiles.Linear(size: 49), "wrong.onnx");
        await coordinator.EnrolAsync($"wrong-{fault}");
        var request = Request([model], $"wrong-{fault}", [new ModelConfig()]);
        var config = request.Campaign.ModelConfig = request.Campaign.ModelConfigs[0];
        request.Campaign.ModelConfigs.Clear();
        switch (fault)
        {
            case "batch": config.Batch = -1; break;
            case "dataset": config.Dataset = Dataset.Cifar10; break;
            case "input": config.Input = "x=no text of a plan"; break;
            case "values": config.InputSettings = new InputSettings { Values = { ["x"] = "many" } }; break;
            case "model": request.Campaign.Selection.Architectures.Architectures[0] = "nothing.onnx"; break;
            default: request.Campaign.Selection.Architectures = null; break;
        }

        await RpcAssert.FailsOnAsync(new CampaignService.CampaignServiceClient(coordinator.AsAdmin()).CreateCampaignAsync(request, cancellationToken: Cancel), field);
    }

    private static async Task<ByteString> DownloadAsync(CallInvoker device, string sha256)
    {
        using var call = new ArtifactService.ArtifactServiceClient(device).DownloadArtifact(new DownloadArtifactRequest { Sha256 = sha256 }, cancellationToken: Cancel);
        var bytes = new List<byte>();
        await foreach (var part in call.ResponseStream.ReadAllAsync(Cancel))
            bytes.AddRange(part.Data);
        return ByteString.CopyFrom([.. bytes]);
    }

    private Task<Campaign> MeasureAsync(UploadedModel model, string device, ModelConfig config) => MeasureAsync([model], device, [config]);

    private async Task<Campaign> MeasureAsync(UploadedModel[] models, string device, ModelConfig[] configs, bool enrol = true)
    {
        if (enrol)
            await coordinator.EnrolAsync(device);
        return (await new CampaignService.CampaignServiceClient(coordinator.AsAdmin()).CreateCampaignAsync(Request(models, device, configs), cancellationToken: Cancel)).Campaign;
    }

    private static CreateCampaignRequest Request(UploadedModel[] models, string device, ModelConfig[] configs)
    {
        var request = Requests.Campaign(device, [.. models.Select(model => model.Name)]);
        request.Campaign.Selection.SearchSpace = "onnx";
        request.Campaign.ModelConfigs.AddRange(configs);
        return request;
    }
}
