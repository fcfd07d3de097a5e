using LatBench.Storage.Searches;

namespace LatBench.Storage.Tests.Contract;

public abstract class SearchStoreContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task CreateAsync_again_with_the_same_request_gives_back_the_first_search()
    {
        var search = await Store.Searches.CreateAsync(New("r1"), Token);
        var again = await Store.Searches.CreateAsync(New("r1") with { DisplayName = "another" }, Token);
        var other = await Store.Searches.CreateAsync(New(null), Token);

        Assert.Equal(search, again);
        Assert.NotEqual(search.Id, other.Id);
        Assert.Equal(search, await Store.Searches.FindByRequestAsync("r1", Token));
        Assert.Equal(("{}", SearchState.Running, "", 3), (search.Request, search.State, search.Note, search.CandidateCount));
        Assert.Equal("[1]", await Store.Searches.FindCandidatesAsync(search.Id, Token));
        Assert.Equal([other.Id, search.Id], (await Store.Searches.ListAsync(null, 5, Token)).Select(found => found.Id));
        Assert.Equal([search.Id], (await Store.Searches.ListAsync(other.Id, 5, Token)).Select(found => found.Id));
        Assert.Null(await Store.Searches.FindAsync(other.Id + 1, Token));
        Assert.Null(await Store.Searches.FindCandidatesAsync(other.Id + 1, Token));
    }

    [Fact]
    public async Task SuggestAsync_of_who_has_not_seen_everything_changes_nothing()
    {
        var id = (await Store.Searches.CreateAsync(New(null), Token)).Id;

        Assert.True(await Store.Searches.SuggestAsync(id, 0, 0, "s1", [new NewStep("a"), new NewStep("b")], Now, Token));
        Assert.False(await Store.Searches.SuggestAsync(id, 0, 0, "s2", [new NewStep("c")], Now, Token));
        Assert.Empty(await Store.Searches.ReportAsync(id, [new NewReport("b", 60)], Now, Token));
        Assert.False(await Store.Searches.SuggestAsync(id, 2, 0, "s2", [new NewStep("c")], Now, Token));
        Assert.True(await Store.Searches.SuggestAsync(id, 2, 1, "s2", [new NewStep("c", """{"ms":[1]}""")], Now, Token));

        Assert.Equal([new(1, "a", null), new(2, "b", new SearchReport(1, 60)), new(3, "c", null, """{"ms":[1]}""")], await Store.Searches.ListStepsAsync(id, Token));
        Assert.Equal([null, null, """{"ms":[1]}"""], (await Store.Searches.ListStepsAsync(id, Token)).Select(step => step.Addition));
        Assert.Equal(["a", "b"], (await Store.Searches.ListStepsAsync(id, "s1", Token)).Select(step => step.Architecture));
        Assert.Empty(await Store.Searches.ListStepsAsync(id, "s3", Token));
    }

    [Fact]
    public async Task ReportAsync_takes_all_or_nothing_and_repeats_change_nothing()
    {
        var id = (await Store.Searches.CreateAsync(New(null), Token)).Id;
        await Store.Searches.SuggestAsync(id, 0, 0, null, [new NewStep("a"), new NewStep("b"), new NewStep("c")], Now, Token);
        await Store.Searches.ReportAsync(id, [new NewReport("c", 70), new NewReport("a", null)], Now, Token);

        Assert.Empty(await Store.Searches.ReportAsync(id, [new NewReport("a", null), new NewReport("c", 70)], Now, Token));
        Assert.Equal(
            [new RefusedReport(1, ReportFault.Contradicts, new SearchReport(1, 70)), new RefusedReport(2, ReportFault.NotSuggested, null)],
            await Store.Searches.ReportAsync(id, [new NewReport("b", 50), new NewReport("c", 71), new NewReport("x", 1)], Now, Token));
        Assert.Equal([new RefusedReport(1, ReportFault.Contradicts, null)], await Store.Searches.ReportAsync(id, [new NewReport("b", 50), new NewReport("b", 51)], Now, Token));

        Assert.Equal([new SearchReport(2, null), null, new SearchReport(1, 70)], (await Store.Searches.ListStepsAsync(id, Token)).Select(step => step.Report));
    }

    [Fact]
    public async Task ReportAsync_of_two_who_race_takes_one()
    {
        var id = (await Store.Searches.CreateAsync(New(null), Token)).Id;
        await Store.Searches.SuggestAsync(id, 0, 0, null, [new NewStep("a")], Now, Token);
        await using var another = Database.OpenAnother();

        var refused = await Task.WhenAll(
            Store.Searches.ReportAsync(id, [new NewReport("a", 1)], Now, Token), another.Searches.ReportAsync(id, [new NewReport("a", 2)], Now, Token));

        Assert.Single(refused, reports => reports.Count == 0);
        Assert.Single(refused, reports => reports.Count == 1);
    }

    [Fact]
    public async Task Proof_begins_once_keeps_its_campaigns_and_ends()
    {
        var id = (await Store.Searches.CreateAsync(New(null), Token)).Id;
        await Store.Searches.SuggestAsync(id, 0, 0, null, [new NewStep("a")], Now, Token);

        Assert.True(await Store.Searches.BeginProofAsync(id, ["t"], Token));
        Assert.True(await Store.Searches.BeginProofAsync(id, ["other"], Token));
        Assert.False(await Store.Searches.SuggestAsync(id, 1, 0, null, [new NewStep("b")], Now, Token));
        Assert.Equal([id], await Store.Searches.ListProvingAsync(Token));
        Assert.Empty(await Store.Searches.ListProofsAsync(id, Token));

        var ended = await Store.Searches.EndAsync(id, SearchState.Succeeded, "why", Now, Token);
        Assert.Equal((SearchState.Succeeded, "why", (DateTimeOffset?)Now), (ended!.State, ended.Note, ended.EndedAt));
        Assert.Equal(["t"], ended.ProofTargets!);
        Assert.Equal(SearchState.Succeeded, (await Store.Searches.EndAsync(id, SearchState.Cancelled, "", Now, Token))!.State);
        Assert.False(await Store.Searches.BeginProofAsync(id, ["t"], Token));
        Assert.Empty(await Store.Searches.ListProvingAsync(Token));
        Assert.Null(await Store.Searches.EndAsync(id + 1, SearchState.Cancelled, "", Now, Token));
    }

    private static NewSearch New(string? request) => new() { RequestId = request, DisplayName = "d", Request = "{}", Candidates = "[1]", CandidateCount = 3, Now = Now };
}
