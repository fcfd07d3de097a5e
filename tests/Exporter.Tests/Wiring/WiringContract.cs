namespace LatBench.Exporter.Tests.Wiring;

/// <summary>The exported networks of a search space compute what their definitions in PyTorch compute: derive a class for a space.</summary>
public abstract class WiringContract
{
    /// <summary>The comparisons of the fast run, made once for a class; the last one is that of <see cref="Probe"/>.</summary>
    private protected abstract Task<IReadOnlyList<Comparison>> Compared { get; }

    /// <summary>The network in which mistakes are made, some of each kind.</summary>
    private protected abstract WiringCase Probe { get; }

    /// <summary>The kinds of mistakes.</summary>
    protected abstract IReadOnlyList<string> Mistakes { get; }

    /// <summary>The networks of the slow category, beside those of the fast run.</summary>
    private protected abstract IEnumerable<WiringCase> Sampled { get; }

    [Fact]
    public async Task Run_exported_networks_compute_what_PyTorch_computes() => Assert.All(await Compared, one => one.AssertEqual());

    [Fact]
    public async Task Run_any_single_mistake_changes_the_logits() => (await Compared)[^1].AssertMistakesDiffer(Mistakes);

    [Fact(Explicit = true)]
    [Trait("category", "slow")]
    public async Task Run_sampled_networks_compute_what_PyTorch_computes() => Assert.All(await Comparer.RunAsync(Sampled), one => one.AssertEqual());

    [Fact(Explicit = true)]
    [Trait("category", "slow")]
    public async Task Run_every_single_mistake_changes_the_logits() =>
        Assert.Single(await Comparer.RunAsync([Probe with { Mistakes = int.MaxValue }])).AssertMistakesDiffer(Mistakes);
}
