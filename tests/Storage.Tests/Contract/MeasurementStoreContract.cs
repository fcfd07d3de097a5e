using LatBench.Measurements;
using LatBench.SearchSpaces;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;

namespace LatBench.Storage.Tests.Contract;

public abstract class MeasurementStoreContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task ListAsync_filters_by_campaign_target_and_verdict()
    {
        var lab = await EnrolAsync("lab");
        var board = await EnrolAsync("board");
        var first = await CreateAsync(lab, models: 2, minPasses: 1);
        await FinishAsync();
        var second = await Store.Campaigns.CreateAsync(TestData.NewCampaign([lab, board], 3, 1), Token);

        Assert.Equal((2, 6, 8), (await CountAsync(new(first.Id)), await CountAsync(new(second.Id)), await CountAsync(new())));
        Assert.Equal((5, 3), (await CountAsync(new(Target: lab)), await CountAsync(new(Target: board))));
        Assert.Equal((4, 0), (await CountAsync(new(Verdict: Verdict.Valid)), await CountAsync(new(Verdict: Verdict.Failed))));
        Assert.Equal(2, await CountAsync(new(second.Id, lab, Verdict.Valid)));
    }

    [Fact]
    public async Task ListAsync_finds_an_uploaded_model_in_every_configuration()
    {
        var target = await EnrolAsync();
        var sha256 = new string('a', 64);
        await Store.UploadedModels.AddAsync(
            new UploadedModel
            {
                Sha256 = sha256,
                DisplayName = "net.onnx",
                SizeBytes = 1,
                WeightsSha256 = TestData.Model(0).WeightsSha256,
                WeightsFileName = "weights.bin",
                GraphSha256 = new string('b', 64),
                Description = "{}",
                CreatedAt = Now,
            },
            Token);
        var models = new[] { Precision.Fp32, Precision.Fp16 }
            .Select((precision, place) => TestData.Model(place) with { SearchSpace = "onnx", CanonicalArchitecture = sha256, Architecture = sha256, Configuration = TestData.Model(place).Configuration with { Precision = precision } })
            .Append(TestData.Model(2)).ToArray();
        await CreateAsync(target, change: campaign => campaign with { Models = models, Architectures = [.. models.Select(model => new CampaignArchitecture(model.Architecture, model.Sha256, null))] });

        Assert.Equal((2, 0, 3), (await CountAsync(new(UploadedModel: sha256)), await CountAsync(new(UploadedModel: "cell 2")), await CountAsync(new())));
    }

    [Fact]
    public async Task ListAsync_pages_by_id_and_stays_stable_while_campaigns_come()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, models: 5);
        var seen = new List<Measurement>();
        IReadOnlyList<Measurement> page;
        do
        {
            page = await Store.Measurements.ListAsync(new MeasurementFilter(), seen.LastOrDefault()?.Id, 2, Token);
            seen.AddRange(page);
            if (seen.Count == 2)
                await CreateAsync(target, models: 1);
        }
        while (page.Count > 0);

        Assert.Equal(6, seen.Count);
        Assert.Equal(seen.OrderBy(measurement => measurement.Id), seen);
        Assert.Equal(6, seen.Select(measurement => measurement.Id).Distinct().Count());
    }

    [Fact]
    public async Task FindAsync_pending_measurement_has_neither_verdict_nor_figures()
    {
        var target = await EnrolAsync();
        var campaign = await CreateAsync(target);
        var id = Assert.Single(await Store.Measurements.ListAsync(new MeasurementFilter(), null, 10, Token)).Id;

        var found = await Store.Measurements.FindAsync(id, Token);

        Assert.Equivalent(new Measurement { Id = id, CampaignId = campaign.Id, Model = TestData.Model(0), Target = target }, found, strict: true);
        Assert.Empty(await Store.Measurements.ListPassesAsync(id, Token));
        Assert.Null(await Store.Measurements.FindAsync(id + 1, Token));
        Assert.Empty(await Store.Measurements.ListPassesAsync(id + 1, Token));
    }

    private async Task<int> CountAsync(MeasurementFilter filter) => (await Store.Measurements.ListAsync(filter, null, 100, Token)).Count;
}
