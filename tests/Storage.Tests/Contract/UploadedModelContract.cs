using LatBench.Storage.Campaigns;
using LatBench.Storage.Models;

namespace LatBench.Storage.Tests.Contract;

public abstract class UploadedModelContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task AddAsync_the_same_files_again_change_nothing()
    {
        Assert.True(await Store.UploadedModels.AddAsync(Model('a', "net.onnx"), Token));
        Assert.False(await Store.UploadedModels.AddAsync(Model('a', "other.onnx"), Token));

        var found = await Store.UploadedModels.FindAsync(new string('a', 64), Token);
        Assert.Equal(Model('a', "net.onnx") with { Id = found!.Id }, found);
        Assert.Null(await Store.UploadedModels.FindAsync(new string('b', 64), Token));
    }

    [Fact]
    public async Task SearchAsync_finds_by_name_and_by_first_digits()
    {
        await Store.UploadedModels.AddAsync(Model('a', "net.onnx"), Token);
        await Store.UploadedModels.AddAsync(Model('b', "net.onnx"), Token);
        await Store.UploadedModels.AddAsync(Model('c', "100%_ß 'x'.onnx"), Token);

        Assert.Equal(["b", "a"], (await Store.UploadedModels.SearchAsync("net.onnx", 10, Token)).Select(model => model.Sha256[..1]));
        Assert.Single(await Store.UploadedModels.SearchAsync("net.onnx", 1, Token));
        Assert.Equal("c", Assert.Single(await Store.UploadedModels.SearchAsync("100%_ß 'x'.onnx", 10, Token)).Sha256[..1]);
        Assert.Equal("a", Assert.Single(await Store.UploadedModels.SearchAsync("aaaaaaaa", 10, Token)).Sha256[..1]);
        Assert.Empty(await Store.UploadedModels.SearchAsync("%", 10, Token));
    }

    [Fact]
    public async Task ListAsync_pages_newest_first()
    {
        foreach (var digit in "abc")
            await Store.UploadedModels.AddAsync(Model(digit, "net.onnx"), Token);

        var first = await Store.UploadedModels.ListAsync(null, 2, Token);
        var second = await Store.UploadedModels.ListAsync(first[^1].Id, 2, Token);

        Assert.Equal(["c", "b"], first.Select(model => model.Sha256[..1]));
        Assert.Equal(["a"], second.Select(model => model.Sha256[..1]));
    }

    [Fact]
    public async Task DeleteAsync_leaves_a_model_of_a_running_campaign()
    {
        var model = Model('a', "net.onnx");
        await Store.UploadedModels.AddAsync(model, Token);
        await Store.UploadedModels.AddAsync(Model('b', "idle.onnx"), Token);
        var target = await EnrolAsync();
        await CreateOnnxCampaignAsync(target, model);

        Assert.Equal(ModelDeletion.InUse, await Store.UploadedModels.DeleteAsync(model.Sha256, Token));
        Assert.NotNull(await Store.UploadedModels.FindAsync(model.Sha256, Token));
        Assert.Equal(ModelDeletion.Deleted, await Store.UploadedModels.DeleteAsync(new string('b', 64), Token));
        Assert.Equal(ModelDeletion.NotFound, await Store.UploadedModels.DeleteAsync(new string('b', 64), Token));

        await FinishAsync();
        Assert.Equal(ModelDeletion.Deleted, await Store.UploadedModels.DeleteAsync(model.Sha256, Token));
    }

    [Fact]
    public async Task DeleteAsync_notes_the_artefacts_and_who_refers_to_them()
    {
        var (first, second) = (Model('a', "first.onnx") with { WeightsSha256 = Sha256('e') }, Model('b', "second.onnx") with { GraphSha256 = Sha256('f'), WeightsSha256 = Sha256('e') });
        await Store.UploadedModels.AddAsync(first, Token);
        await Store.UploadedModels.AddAsync(second, Token);
        Assert.Empty(await Store.UploadedModels.ListRemovedArtifactsAsync(Token));

        await Store.UploadedModels.DeleteAsync(first.Sha256, Token);

        Assert.Equal([Sha256('d'), Sha256('e')], await Store.UploadedModels.ListRemovedArtifactsAsync(Token));
        Assert.False(await Store.UploadedModels.RefersToArtifactAsync(Sha256('d'), Token));
        Assert.True(await Store.UploadedModels.RefersToArtifactAsync(Sha256('e'), Token));
        await Store.UploadedModels.DeleteAsync(second.Sha256, Token);
        Assert.False(await Store.UploadedModels.RefersToArtifactAsync(Sha256('e'), Token));
        await Store.UploadedModels.ForgetRemovedArtifactAsync(Sha256('e'), Token);
        Assert.Equal([Sha256('d'), Sha256('f')], await Store.UploadedModels.ListRemovedArtifactsAsync(Token));
    }

    [Fact]
    public async Task RefersToArtifactAsync_knows_those_of_measured_models()
    {
        var model = Model('a', "net.onnx") with { WeightsSha256 = Sha256('e') };
        await Store.UploadedModels.AddAsync(model, Token);
        var target = await EnrolAsync();
        await CreateAsync(target, change: campaign => campaign with
        {
            Models = [.. campaign.Models.Select(one => one with
            {
                SearchSpace = UploadedModel.SearchSpace, Architecture = model.Sha256, CanonicalArchitecture = model.Sha256, WeightsSha256 = Sha256('e'), Graph = new GraphPlace(Sha256('c'), 0, 10),
            })],
        });
        await FinishAsync();

        Assert.Equal(ModelDeletion.Deleted, await Store.UploadedModels.DeleteAsync(model.Sha256, Token));

        Assert.True(await Store.UploadedModels.RefersToArtifactAsync(Sha256('e'), Token));
        Assert.True(await Store.UploadedModels.RefersToArtifactAsync(Sha256('c'), Token));
        Assert.False(await Store.UploadedModels.RefersToArtifactAsync(Sha256('d'), Token));
    }

    [Fact]
    public async Task CreateAsync_campaign_of_a_model_that_was_deleted_meanwhile_is_refused()
    {
        var target = await EnrolAsync();

        var exception = await Assert.ThrowsAsync<StorageException>(() => CreateOnnxCampaignAsync(target, Model('a', "net.onnx")));

        Assert.Equal($"The uploaded model {Sha256('a')} was deleted while the campaign was planned: submit the campaign again without it.", exception.Message);
        Assert.Empty(await Store.Campaigns.ListAsync(null, 10, Token));
    }

    [Fact]
    public async Task Uploaded_models_are_no_labels()
    {
        await Store.UploadedModels.AddAsync(Model('a', "net.onnx"), Token);
        var target = await EnrolAsync();
        await CreateOnnxCampaignAsync(target, Model('a', "net.onnx"));
        await FinishAsync();

        Assert.Empty(await Store.Labels.ListTargetsAsync(null, Token));
        Assert.Empty(await Store.Labels.ListTargetsAsync(target, Token));
    }

    private Task<Campaign> CreateOnnxCampaignAsync(string target, UploadedModel model) => CreateAsync(target, change: campaign => campaign with
    {
        Models = [.. campaign.Models.Select(one => one with { SearchSpace = UploadedModel.SearchSpace, Architecture = model.Sha256, CanonicalArchitecture = model.Sha256 })],
    });

    private static string Sha256(char digit) => new(digit, 64);

    private static UploadedModel Model(char digit, string name) => new()
    {
        Sha256 = new string(digit, 64),
        DisplayName = name,
        SizeBytes = 6_000_000_000,
        GraphSha256 = new string('d', 64),
        WeightsSha256 = "",
        WeightsFileName = "",
        Description = "{}",
        CreatedAt = Now,
    };
}
