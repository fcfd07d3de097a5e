using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.Storage.Predictors;
using LatBench.Storage.Signals;

namespace LatBench.Storage.Tests.Contract;

public abstract class PredictorStoreContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private const string Target = "lab/ort-1.31.1/cpu/t1";

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly TrainingResult Result = new(
        90, 10, """{"accuracies":[]}""", [new("predictor.onnx", new string('a', 64), 5_000_000_000), new("baselines/linear.onnx", new string('b', 64), 7)]);

    [Fact]
    public async Task CreateAsync_numbers_versions_a_target_and_knows_a_repeated_request()
    {
        var first = await CreateAsync(requestId: "one");
        var repeated = await CreateAsync(requestId: "one");
        var second = await CreateAsync();
        var other = await CreateAsync(target: "board/ort-1.31.1/cpu/t1");

        Assert.Equivalent(first, repeated, strict: true);
        Assert.Equal((1, 2, 1), (first.Version, second.Version, other.Version));
        Assert.Equal(first.Id, (await Store.Predictors.FindByRequestAsync("one", Token))!.Id);
        Assert.Null(await Store.Predictors.FindByRequestAsync("two", Token));
        Assert.Equivalent(Plan(promote: true), first.Plan, strict: true);
        Assert.Equal((PredictorState.Queued, false, Now), (first.State, first.Promoted, first.CreatedAt));
        Assert.Equal(new ModelConfiguration { Input = "cifar100" }, first.Configuration);
    }

    [Fact]
    public async Task ClaimAsync_gives_one_training_at_a_time_in_the_order_of_requests()
    {
        var first = await CreateAsync();
        var second = await CreateAsync();

        var claimed = await ClaimAsync("a");
        Assert.Equal((first.Id, PredictorState.Training, Now), (claimed!.Id, claimed.State, claimed.StartedAt));
        Assert.Null(await ClaimAsync("b"));
        Assert.True(await Store.Predictors.CompleteAsync(first.Id, "a", Result, Now, Token));
        Assert.Equal(second.Id, (await ClaimAsync("b"))!.Id);
        Assert.Null(await ClaimAsync("a"));
    }

    [Fact]
    public async Task ClaimAsync_of_many_at_once_gives_the_lease_to_one()
    {
        await CreateAsync();
        await CreateAsync();

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(owner => ClaimAsync($"owner {owner}")));

        Assert.Single(claims, claim => claim is not null);
    }

    [Fact]
    public async Task ClaimAsync_after_lost_owner_queues_again_and_fails_the_second_time()
    {
        var id = (await CreateAsync()).Id;
        await ClaimAsync("dead");

        var again = await ClaimAsync("b", Now + Lease);
        Assert.Equal(id, again!.Id);
        Assert.False(await Store.Predictors.ReportAsync(id, "dead", "late", 0.9, Now + Lease + Lease, Token));
        Assert.False(await Store.Predictors.CompleteAsync(id, "dead", Result, Now, Token));

        Assert.Null(await ClaimAsync("c", Now + Lease + Lease));
        var failed = (await Store.Predictors.FindAsync(id, Token))!;
        Assert.Equal((PredictorState.Failed, TrainingFailure.Interrupted, Now + Lease + Lease), (failed.State, failed.Failure, failed.EndedAt));
        Assert.Contains("coordinator ended", failed.FailureMessage);
    }

    [Fact]
    public async Task ReportAsync_keeps_the_training_its_owners()
    {
        var id = (await CreateAsync()).Id;
        await ClaimAsync("a");

        Assert.True(await Store.Predictors.ReportAsync(id, "a", "fitting", 0.5, Now + Lease + Lease, Token));

        Assert.Null(await ClaimAsync("b", Now + Lease));
        var training = (await Store.Predictors.FindAsync(id, Token))!;
        Assert.Equal(("fitting", 0.5), (training.Stage, training.Fraction));
    }

    [Fact]
    public async Task CompleteAsync_keeps_everything_and_promotes_in_place_of_the_one_before()
    {
        var first = await TrainAsync();
        var second = await TrainAsync();

        Assert.Equal((PredictorState.Ready, 90, 10, Result.Evaluation), (second.State, second.Labels, second.HeldOutLabels, second.Evaluation));
        Assert.Equal(Result.Files, second.Files);
        await AssertServesAsync([second.Id]);
        Assert.False((await Store.Predictors.FindAsync(first.Id, Token))!.Promoted);
    }

    [Fact]
    public async Task PromoteAsync_moves_what_serves_and_refuses_what_is_not_ready()
    {
        var first = await TrainAsync();
        var second = await TrainAsync(promote: false);
        var queued = await CreateAsync();

        await AssertServesAsync([first.Id]);
        Assert.False((await Store.Predictors.PromoteAsync(queued.Id, Token))!.Promoted);
        Assert.True((await Store.Predictors.PromoteAsync(second.Id, Token))!.Promoted);
        Assert.True((await Store.Predictors.PromoteAsync(first.Id, Token))!.Promoted);
        Assert.Null(await Store.Predictors.PromoteAsync(queued.Id + 1, Token));
        Assert.Equal([first.Id], (await Store.Predictors.ListAsync(new PredictorFilter(Promoted: true), null, 10, Token)).Select(predictor => predictor.Id));
    }

    [Fact]
    public async Task PromoteAsync_leaves_what_serves_other_configurations_spaces_and_targets()
    {
        var usual = new ModelConfiguration { Input = "cifar100" };
        var first = await TrainAsync();
        var others = new List<long>
        {
            (await TrainAsync(configuration: usual with { Precision = Precision.Int8 })).Id,
            (await TrainAsync(configuration: usual with { Input = "cifar10" })).Id,
            (await TrainAsync(configuration: usual with { Batch = 8 })).Id,
            (await TrainAsync(configuration: usual with { GraphVariant = GraphVariant.Literal })).Id,
            (await TrainAsync(space: "darts")).Id,
        };
        var elsewhere = await TrainAsync(target: "board/ort-1.31.1/cpu/t1");

        await AssertServesAsync([first.Id, .. others]);
        var int8 = await TrainAsync(configuration: usual with { Precision = Precision.Int8 });

        await AssertServesAsync([first.Id, .. others[1..], int8.Id]);
        Assert.True((await Store.Predictors.PromoteAsync(others[0], Token))!.Promoted);
        await AssertServesAsync([first.Id, .. others]);
        Assert.Equal([elsewhere.Id], (await Store.Predictors.ListPromotedAsync("board/ort-1.31.1/cpu/t1", Token)).Select(predictor => predictor.Id));
        Assert.Equal(usual with { Precision = Precision.Int8 }, (await Store.Predictors.ListPromotedAsync(Target, Token))[1].Configuration);
    }

    [Fact]
    public async Task PromoteAsync_of_many_at_once_leaves_one_that_serves()
    {
        var versions = new List<long>();
        for (var i = 0; i < 3; i++)
            versions.Add((await TrainAsync(promote: false)).Id);

        await Task.WhenAll(versions.Concat(versions).Select(id => Store.Predictors.PromoteAsync(id, Token)));

        Assert.Single(await Store.Predictors.ListAsync(new PredictorFilter(Target, Promoted: true), null, 10, Token));
    }

    [Fact]
    public async Task CancelAsync_ends_what_waits_and_what_is_trained_and_leaves_what_has_ended()
    {
        var ready = await TrainAsync();
        var trained = await CreateAsync();
        var waiting = await CreateAsync();
        await ClaimAsync("a");

        Assert.Equal(PredictorState.Cancelled, (await Store.Predictors.CancelAsync(waiting.Id, Now, Token))!.State);
        Assert.Equal(PredictorState.Cancelled, (await Store.Predictors.CancelAsync(trained.Id, Now, Token))!.State);
        Assert.Equal(PredictorState.Ready, (await Store.Predictors.CancelAsync(ready.Id, Now, Token))!.State);
        Assert.Null(await Store.Predictors.CancelAsync(waiting.Id + 1, Now, Token));
        Assert.False(await Store.Predictors.ReportAsync(trained.Id, "a", "late", 1, Now + Lease, Token));
        Assert.False(await Store.Predictors.FailAsync(trained.Id, "a", TrainingFailure.Crashed, "late", Now, Token));
        Assert.Null(await ClaimAsync("b"));
    }

    [Fact]
    public async Task FailAsync_keeps_the_reason_and_frees_the_lease()
    {
        var failed = await CreateAsync();
        var next = await CreateAsync();
        await ClaimAsync("a");

        Assert.True(await Store.Predictors.FailAsync(failed.Id, "a", TrainingFailure.Diverged, "It diverged.", Now, Token));

        var found = (await Store.Predictors.FindAsync(failed.Id, Token))!;
        Assert.Equal((PredictorState.Failed, TrainingFailure.Diverged, "It diverged.", Now), (found.State, found.Failure, found.FailureMessage, found.EndedAt));
        Assert.Equal(next.Id, (await ClaimAsync("b"))!.Id);
    }

    [Fact]
    public async Task ReleaseAsync_queues_again_as_if_it_had_not_begun()
    {
        var id = (await CreateAsync()).Id;
        await ClaimAsync("a");

        await Store.Predictors.ReleaseAsync(id, "b", Token);
        Assert.Null(await ClaimAsync("c"));
        await Store.Predictors.ReleaseAsync(id, "a", Token);

        var released = (await Store.Predictors.FindAsync(id, Token))!;
        Assert.Equal((PredictorState.Queued, null, null), (released.State, released.Stage, released.StartedAt));
        Assert.Equal(id, (await ClaimAsync("c"))!.Id);
    }

    [Fact]
    public async Task DeleteAsync_removes_what_does_not_serve_and_never_gives_its_version_again()
    {
        var first = await TrainAsync();
        var second = await TrainAsync();
        var queued = await CreateAsync();

        Assert.Equal(DeletionOutcome.Serves, await Store.Predictors.DeleteAsync(second.Id, Now, Token));
        Assert.Equal(DeletionOutcome.NotEnded, await Store.Predictors.DeleteAsync(queued.Id, Now, Token));
        Assert.Equal(DeletionOutcome.Deleted, await Store.Predictors.DeleteAsync(first.Id, Now, Token));
        Assert.Equal(DeletionOutcome.NotFound, await Store.Predictors.DeleteAsync(first.Id, Now, Token));
        await Store.Predictors.CancelAsync(queued.Id, Now, Token);
        Assert.Equal(DeletionOutcome.Deleted, await Store.Predictors.DeleteAsync(queued.Id, Now, Token));

        Assert.Null(await Store.Predictors.FindAsync(first.Id, Token));
        Assert.Equal(4, (await CreateAsync()).Version);
    }

    [Fact]
    public async Task DeleteAsync_removes_one_of_several_that_serve_but_not_the_last()
    {
        var usual = new ModelConfiguration { Input = "cifar100" };
        var first = await TrainAsync(configuration: usual);
        var int8 = await TrainAsync(configuration: usual with { Precision = Precision.Int8 });
        await TrainAsync(target: "board/ort-1.31.1/cpu/t1");

        Assert.Equal(DeletionOutcome.Deleted, await Store.Predictors.DeleteAsync(int8.Id, Now, Token));
        Assert.Equal(DeletionOutcome.Serves, await Store.Predictors.DeleteAsync(first.Id, Now, Token));

        await AssertServesAsync([first.Id]);
        await AssertServesAsync([first.Id, (await TrainAsync(configuration: usual with { Precision = Precision.Int8 })).Id]);
    }

    [Fact]
    public async Task ListAsync_finds_those_of_a_space_and_a_configuration_whatever_comes_after_them()
    {
        var usual = new ModelConfiguration { Input = "cifar100" };
        var first = await TrainAsync(configuration: usual);
        foreach (var other in new[] { usual with { Precision = Precision.Int8 }, usual with { Input = "cifar10" }, usual with { Batch = 8 }, usual with { GraphVariant = GraphVariant.Literal } })
            await TrainAsync(configuration: other);
        var toy = await TrainAsync(configuration: usual, space: "toy");

        Assert.Equal([first.Id], (await Store.Predictors.ListAsync(new PredictorFilter(Promoted: true, SearchSpace: "nas-bench-201", Configuration: usual), null, 1, Token)).Select(predictor => predictor.Id));
        Assert.Equal([toy.Id, first.Id], (await Store.Predictors.ListAsync(new PredictorFilter(Promoted: true, Configuration: usual), null, 10, Token)).Select(predictor => predictor.Id));
    }

    [Fact]
    public async Task ListAsync_pages_newest_first_and_filters()
    {
        var lab = new[] { await CreateAsync(), await CreateAsync(), await CreateAsync() };
        await CreateAsync(target: "board/ort-1.31.1/cpu/t1");

        var filter = new PredictorFilter(Target);
        var page = await Store.Predictors.ListAsync(filter, null, 2, Token);
        var rest = await Store.Predictors.ListAsync(filter, page[^1].Id, 2, Token);

        Assert.Equal([lab[2].Id, lab[1].Id, lab[0].Id], page.Concat(rest).Select(predictor => predictor.Id));
        Assert.Equal(4, (await Store.Predictors.ListAsync(new PredictorFilter(), null, 10, Token)).Count);
        Assert.Empty(await Store.Predictors.ListAsync(new PredictorFilter(Target, Promoted: true), null, 10, Token));
    }

    [Fact]
    public async Task Changes_notify_trainers_watchers_and_servers()
    {
        var longest = TimeSpan.FromSeconds(30);
        var trainings = Store.Signals.WaitAsync(Topics.Trainings, longest, Token);
        var predictor = await CreateAsync();
        await trainings.WaitAsync(longest / 3, Token);
        var moved = Store.Signals.WaitAsync(Topics.Predictor(predictor.Id), longest, Token);
        var promotions = Store.Signals.WaitAsync(Topics.Promotions, longest, Token);
        await ClaimAsync("a");
        await moved.WaitAsync(longest / 3, Token);
        await Store.Predictors.CompleteAsync(predictor.Id, "a", Result, Now, Token);
        await promotions.WaitAsync(longest / 3, Token);
    }

    private Task<Predictor> CreateAsync(
        string? requestId = null, string target = Target, bool promote = true, ModelConfiguration? configuration = null, string space = "nas-bench-201") =>
        Store.Predictors.CreateAsync(
            new NewPredictor
            {
                RequestId = requestId,
                Target = target,
                SearchSpace = space,
                Configuration = configuration ?? new ModelConfiguration { Input = "cifar100" },
                Plan = Plan(promote),
                Now = Now,
            },
            Token);

    private async Task AssertServesAsync(long[] ids) => Assert.Equal(ids, (await Store.Predictors.ListPromotedAsync(Target, Token)).Select(predictor => predictor.Id));

    private async Task<Predictor> TrainAsync(bool promote = true, string target = Target, ModelConfiguration? configuration = null, string space = "nas-bench-201")
    {
        var id = (await CreateAsync(target: target, promote: promote, configuration: configuration, space: space)).Id;
        await ClaimAsync("a");
        Assert.True(await Store.Predictors.CompleteAsync(id, "a", Result, Now, Token));
        return (await Store.Predictors.FindAsync(id, Token))!;
    }

    private Task<Predictor?> ClaimAsync(string owner, DateTimeOffset? now = null) =>
        Store.Predictors.ClaimAsync(owner, (now ?? Now) + Lease, now ?? Now, Token);

    private static TrainingPlan Plan(bool promote) => new()
    {
        Trainer = "latbench",
        Seed = ulong.MaxValue,
        HeldOutShare = 0.1,
        PriorTargets = ["a/b", "c/d"],
        Samples = 10,
        Threads = 2,
        TimeLimit = TimeSpan.FromMinutes(10),
        MemoryBytes = 4L << 30,
        Promote = promote,
    };
}
