using LatBench.Contracts.V1;
using LatBench.Dashboard.Pages.Predictors;

namespace LatBench.Dashboard.Tests.Pages.Predictors;

public sealed class TrainFormTests
{
    private static readonly LabelledTarget Row = new() { Target = "vm/ort-1.31.1/cpu/t1", SearchSpace = "nas-bench-201", ModelConfig = new ModelConfig { Dataset = Dataset.Cifar100, Batch = 1 }, Labels = 40 };

    [Fact]
    public void Read_makes_the_request_that_was_typed()
    {
        var form = new TrainForm { Labels = TrainForm.KeyOf(Row), Trainer = "linear", HeldOut = "20 %", Seed = " 7 ", Minutes = "3", Manual = "on" };

        var (request, errors) = form.Read([Row], [], "once");

        Assert.False(errors.Any);
        Assert.Equal((Row.Target, "linear", 0.2, 7UL, true, "once"), (request!.Target, request.Trainer, request.HeldOutShare, request.Seed, request.ManualPromotion, request.RequestId));
        Assert.Equal(TimeSpan.FromMinutes(3), request.Limits.Time.ToTimeSpan());
        Assert.Null(request.FewShot);
    }

    [Fact]
    public void Read_leaves_defaults_to_the_coordinator()
    {
        var (request, _) = new TrainForm { Labels = TrainForm.KeyOf(Row), Trainer = "latbench", HeldOut = "" }.Read([Row], [], "once");

        Assert.False(request!.HasHeldOutShare);
        Assert.Null(request.Limits);
    }

    [Fact]
    public void Read_of_a_few_shot_training_has_its_targets()
    {
        var (request, _) = new TrainForm { Labels = TrainForm.KeyOf(Row), Trainer = "few-shot", Samples = "10" }.Read([Row], ["a/b", "c/d"], "once");

        Assert.Equal(10, request!.FewShot.Samples);
        Assert.Equal(["a/b", "c/d"], request.FewShot.PriorTargets);
    }

    [Theory]
    [InlineData("target", "other", null, null, null)]
    [InlineData("held_out_share", null, "many", null, null)]
    [InlineData("seed", null, null, "-1", null)]
    [InlineData("limits.time", null, null, null, "0")]
    public void Read_of_what_is_no_number_names_the_field(string field, string? labels, string? heldOut, string? seed, string? minutes)
    {
        var (request, errors) = new TrainForm { Labels = labels ?? TrainForm.KeyOf(Row), HeldOut = heldOut, Seed = seed, Minutes = minutes }.Read([Row], [], "once");

        Assert.Null(request);
        Assert.NotEmpty(errors[field]);
    }
}
