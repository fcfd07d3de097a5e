using LatBench.Measurements.Comparisons;
using LatBench.Measurements.Gates;
using LatBench.Measurements.Tests.Comparisons;

namespace LatBench.Measurements.Tests.Gates;

public sealed class PerformanceGateTests
{
    private static readonly GateOptions Options = new();

    private static readonly MachineFingerprint Machine = new()
    {
        CpuModel = "A processor",
        Architecture = "x64",
        LogicalCpus = 2,
        UsableCpus = 2,
        Runtime = "ort",
        RuntimeVersion = "1.31.1",
        Provider = "cpu",
        Threads = 1,
        GraphOptimization = "all",
        IoMode = "host",
    };

    [Theory]
    [InlineData(1, GateOutcome.Passed, false)]
    [InlineData(0.9, GateOutcome.Passed, false)]
    [InlineData(1.05, GateOutcome.Slower, true)]
    [InlineData(1.025, GateOutcome.CannotTell, false)]
    public void Judge_fails_where_the_slowdown_is_above_what_is_allowed(double ratio, GateOutcome outcome, bool fails)
    {
        var result = PerformanceGate.Judge(Run(1, Machine, "a"), Run(ratio, Machine, "a"), Options);

        var decision = Assert.Single(result.Decisions);
        Assert.Equal((outcome, fails), (decision.Outcome, result.Fails));
        Assert.Equal(ratio, decision.Comparison!.Ratio!.Value.Value, 0.003);
    }

    [Fact]
    public void Judge_allow_moves_the_limit()
    {
        Assert.True(PerformanceGate.Judge(Run(1, Machine, "a"), Run(1.03, Machine, "a"), Options with { Allow = 0.01 }).Fails);
        Assert.False(PerformanceGate.Judge(Run(1, Machine, "a"), Run(1.05, Machine, "a"), Options with { Allow = 0.1 }).Fails);
    }

    [Fact]
    public void Judge_on_another_machine_says_what_differs_and_fails_only_when_strict()
    {
        var other = Machine with { CpuModel = "Another processor", Threads = 2, RuntimeVersion = "1.30.0" };
        var result = PerformanceGate.Judge(Run(1, Machine, "a"), Run(2, other, "a"), Options);

        Assert.Equal(["processor Another processor instead of A processor", "runtime ort 1.30.0 instead of ort 1.31.1", "threads 2 instead of 1"], result.MachineDifferences);
        Assert.Equal(GateOutcome.CannotTell, Assert.Single(result.Decisions).Outcome);
        Assert.False(result.Fails);
        Assert.True(PerformanceGate.Judge(Run(1, Machine, "a"), Run(2, other, "a"), Options with { Strict = true }).Fails);
    }

    [Theory]
    [InlineData(1, GateOutcome.Passed)]
    [InlineData(1.05, GateOutcome.Slower)]
    public void Judge_compares_with_the_baseline_s_models_as_measured_again(double ratio, GateOutcome outcome)
    {
        var other = Machine with { CpuModel = "Another processor" };
        var again = Numbered(Run(3, other, "a"));

        var result = PerformanceGate.Judge(Run(1, Machine, "a"), Numbered(Run(3 * ratio, other, "a", "b")), Options, again.Models);

        Assert.Equal([("a", outcome), ("b", GateOutcome.New)], result.Decisions.Select(decision => (decision.Name, decision.Outcome)));
        Assert.True(result.Decisions[0].Comparison!.IsPaired);
        Assert.Equal((outcome == GateOutcome.Slower, 1), (result.Fails, result.MeasuredAgain));
        Assert.Equal(["processor Another processor instead of A processor"], result.MachineDifferences);
    }

    [Fact]
    public void Judge_on_another_machine_cannot_tell_of_a_model_that_was_not_measured_again()
    {
        var other = Machine with { Threads = 2 };

        var result = PerformanceGate.Judge(Run(1, Machine, "a", "b", "c"), Numbered(Run(1, other, "a", "b")), Options, Numbered(Run(1, other, "b")).Models);

        Assert.Equal([GateOutcome.CannotTell, GateOutcome.Passed, GateOutcome.Missing], result.Decisions.Select(decision => decision.Outcome));
        Assert.StartsWith("The machine is another one than that of the baseline (threads 2 instead of 1)", result.Decisions[0].Explanation, StringComparison.Ordinal);
        Assert.False(result.IsDecided);
    }

    /// <summary>The baseline was measured in a fast state of the machine, the run in a slow one: of a model that was measured again beside it the gate can tell, of the other it cannot.</summary>
    [Fact]
    public void Judge_on_the_same_machine_takes_what_was_measured_again_for_the_baseline()
    {
        var run = Numbered(Run(1.08 * 1.05, Machine, 1.08, "a", "b"));

        var result = PerformanceGate.Judge(Run(1, Machine, "a", "b"), run, Options, Numbered(Run(1.08, Machine, 1.08, "a")).Models);

        Assert.Equal([GateOutcome.Slower, GateOutcome.CannotTell], result.Decisions.Select(decision => decision.Outcome));
        Assert.Equal([true, false], result.Decisions.Select(decision => decision.Comparison!.IsPaired));
        Assert.Equal((1, 0), (result.MeasuredAgain, result.MachineDifferences.Count));
        Assert.Equal(1.05, result.Decisions[0].Comparison!.Ratio!.Value.Value, 0.003);
    }

    /// <summary>The new build went on when the machine had become faster, and the model of the baseline had ended before: nothing of that time is compared.</summary>
    [Fact]
    public void Judge_compares_the_passes_that_both_have()
    {
        var again = Numbered(Run(1, Machine, "a"));
        var run = Numbered(Run(1, Machine, "a"));
        var model = run.Models[0];
        IReadOnlyList<PassResult> later = Slower([.. Passes(1), .. Passes(1)], 0.9);
        run = run with { Models = [model with { Passes = [.. model.Passes, .. later], PassNumbers = [.. model.PassNumbers, .. Enumerable.Range(21, later.Count)] }] };

        var decision = Assert.Single(PerformanceGate.Judge(Run(1, Machine, "a"), run, Options, again.Models).Decisions);

        Assert.Equal((GateOutcome.Passed, 1.0), (decision.Outcome, Math.Round(decision.Comparison!.Ratio!.Value.Value, 6)));
    }

    [Fact]
    public void Judge_tells_new_and_missing_models()
    {
        var result = PerformanceGate.Judge(Run(1, Machine, "a", "b"), Run(1, Machine, "b", "c"), Options);

        Assert.Equal([("a", GateOutcome.Missing), ("b", GateOutcome.Passed), ("c", GateOutcome.New)], result.Decisions.Select(decision => (decision.Name, decision.Outcome)));
        Assert.False(result.Fails);
        Assert.True(PerformanceGate.Judge(Run(1, Machine, "a", "b"), Run(1, Machine, "b"), Options with { Strict = true }).Fails);
        Assert.False(PerformanceGate.Judge(Run(1, Machine, "b"), Run(1, Machine, "b", "c"), Options with { Strict = true }).Fails);
    }

    [Fact]
    public void Judge_model_that_could_not_be_measured_is_missing_with_its_reason()
    {
        var run = Run(1, Machine, "a");
        var failed = run with { Models = [run.Models[0] with { Passes = [], Failure = "It timed out." }] };

        var decision = Assert.Single(PerformanceGate.Judge(Run(1, Machine, "a"), failed, Options).Decisions);

        Assert.Equal((GateOutcome.Missing, "It timed out."), (decision.Outcome, decision.Explanation));
    }

    [Fact]
    public void Judge_recognises_a_model_by_name_whatever_its_bytes()
    {
        var run = Run(1.1, Machine, "a");
        var decision = Assert.Single(PerformanceGate.Judge(Run(1, Machine, "a"), run with { Models = [run.Models[0] with { Sha256 = new string('b', 64) }] }, Options).Decisions);

        Assert.Equal((GateOutcome.Slower, true), (decision.Outcome, decision.IsChanged));
    }

    [Fact]
    public void Judge_slowdown_of_the_machine_itself_does_not_fail()
    {
        var result = PerformanceGate.Judge(Run(1, Machine, "a"), Run(1.08, Machine, 1.08, "a"), Options);

        Assert.True(result.Drift!.IsSeen);
        Assert.Equal(GateOutcome.CannotTell, Assert.Single(result.Decisions).Outcome);
        Assert.Contains("The machine itself was 8.0 % slower", result.Decisions[0].Explanation, StringComparison.Ordinal);
        Assert.False(result.Fails);
    }

    [Fact]
    public void Judge_machine_that_became_faster_hides_no_slowdown()
    {
        var decision = Assert.Single(PerformanceGate.Judge(Run(1, Machine, "a"), Run(0.98, Machine, 0.92, "a"), Options).Decisions);

        Assert.Equal(GateOutcome.CannotTell, decision.Outcome);
    }

    [Fact]
    public void Judge_contended_baseline_does_not_pass()
    {
        var run = Run(1, Machine, "a");
        var contended = run with { Models = [run.Models[0] with { Passes = [.. run.Models[0].Passes.Select(pass => pass with { Contended = true })] }] };

        Assert.Equal(GateOutcome.CannotTell, Assert.Single(PerformanceGate.Judge(contended, Run(0.9, Machine, "a"), Options).Decisions).Outcome);
        Assert.Equal(GateOutcome.Slower, Assert.Single(PerformanceGate.Judge(WithoutCanary(contended), Run(1.1, Machine, "a"), Options).Decisions).Outcome);
        Assert.Equal(GateOutcome.CannotTell, Assert.Single(PerformanceGate.Judge(run, contended with { Models = [contended.Models[0] with { Passes = Slower(contended.Models[0].Passes, 1.1) }] }, Options).Decisions).Outcome);
    }

    [Fact]
    public void Judge_slowdown_beside_a_canary_that_was_contended_is_left_open()
    {
        var run = Run(1.1, Machine, "a", "b");
        GateModel[] models = [.. run.Models.Select(model => model with { Passes = [.. model.Passes.Select((pass, place) => pass with { Contended = place >= 3 })] })];

        var hidden = PerformanceGate.Judge(Run(1, Machine, "a", "b"), run with { Models = models }, Options);
        var unread = PerformanceGate.Judge(Run(1, Machine, "a", "b"), WithoutCanary(run with { Models = models }), Options);

        Assert.Null(hidden.Drift);
        Assert.All(hidden.Decisions, decision => Assert.Equal(GateOutcome.CannotTell, decision.Outcome));
        Assert.All(unread.Decisions, decision => Assert.Equal(GateOutcome.Slower, decision.Outcome));
    }

    /// <summary>400 pairs of separate runs of 30 passes: a build that did not change, and one that takes 5 % longer. Where half of the stretches are slow, some runs have next to no fast one.</summary>
    [Theory]
    [InlineData(1, 0.95)]
    [InlineData(0.5, 0.85)]
    public void Judge_identical_builds_pass_and_a_slowdown_of_five_percent_is_found(double fast, double least)
    {
        var (alarms, found) = Rates(fast, (machine, ratio, random) =>
        {
            var (first, second) = machine.SeparateRuns(30, 10, ratio, random);
            return PerformanceGate.Judge(new GateRun(Machine, [Of(first)]), new GateRun(Machine, [Of(second)]), Options);
        });

        Assert.InRange(alarms, 0, 0.01);
        Assert.InRange(found, least, 1);
    }

    /// <summary>The same machines and builds, with the model of the baseline measured again in the passes of the run.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void Judge_by_a_model_that_is_measured_again_finds_a_slowdown_of_five_percent_on_a_busy_machine_too(double fast)
    {
        var (alarms, found) = Rates(fast, (machine, ratio, random) =>
        {
            var (again, now) = machine.SamePasses(15, 10, ratio, random);
            var baseline = new GateRun(Machine, [Of(machine.SeparateRuns(15, 10, 1, random).First)]);
            return PerformanceGate.Judge(baseline, new GateRun(Machine, [Of(now)]), Options, [Of(again)]);
        });

        Assert.InRange(alarms, 0, 0.01);
        Assert.InRange(found, 0.95, 1);
    }

    /// <summary>The shares of 400 pairs in which the gate fails, of a build that did not change and of one that takes 5 % longer.</summary>
    private static (double Alarms, double Found) Rates(double fast, Func<SharedMachine, double, SplitMix64, GateResult> judge)
    {
        const int pairs = 400;
        var machine = new SharedMachine("a build machine", fast, Stretch: 4, Level: 0.005, Noise: 0.02);
        var random = new SplitMix64(2500);
        var (alarms, found) = (0, 0);
        for (var pair = 0; pair < pairs; pair++)
        {
            if (judge(machine, 1, random).Fails) alarms++;
            if (judge(machine, 1.05, random).Fails) found++;
        }

        return ((double)alarms / pairs, (double)found / pairs);
    }

    private static GateModel Of(IReadOnlyList<NumberedPass> passes) =>
        new() { Name = "a", Sha256 = "", Configuration = "", Passes = [.. passes.Select(pass => pass.Result)], PassNumbers = [.. passes.Select(pass => pass.Number)] };

    private static GateRun Numbered(GateRun run) => run with { Models = [.. run.Models.Select(model => model with { PassNumbers = [.. Enumerable.Range(1, model.Passes.Count)] })] };

    private static GateRun WithoutCanary(GateRun run) =>
        run with { Models = [.. run.Models.Select(model => model with { Passes = [.. model.Passes.Select(pass => pass with { CanaryNs = [] })] })] };

    private static GateRun Run(double factor, MachineFingerprint machine, params string[] names) => Run(factor, machine, 1, names);

    private static GateRun Run(double factor, MachineFingerprint machine, double canary, params string[] names) =>
        new(machine, [.. names.Select(name => new GateModel { Name = name, Sha256 = new string('a', 64), Configuration = "batch 1", Passes = Slower(Passes(canary), factor) })]);

    private static IReadOnlyList<PassResult> Slower(IEnumerable<PassResult> passes, double factor) =>
        [.. passes.Select(pass => pass with { SamplesNs = [.. pass.SamplesNs.Select(ns => (long)(ns * factor))] })];

    private static IEnumerable<PassResult> Passes(double canary)
    {
        var random = new SplitMix64(23);
        for (var place = 0; place < 20; place++)
        {
            yield return TestPasses.At(TimeSpan.FromSeconds(place), Block(10, 1e6)) with { Contended = false, CanaryNs = Block(5, 3e5 * canary) };
        }

        long[] Block(int samples, double level) => [.. Enumerable.Range(0, samples).Select(_ => (long)(level * (1 + (0.004 * random.NextDouble()))))];
    }
}
