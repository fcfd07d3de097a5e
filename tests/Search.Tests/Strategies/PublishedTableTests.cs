using System.Globalization;
using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Search.Tests.Strategies;

public sealed class PublishedTableTests
{
    /// <summary>Seeds that the benchmark does not use.</summary>
    private static readonly ulong[] Seeds = [501, 502, 503];

    [Fact]
    public void Latbench_finds_the_best_network_of_the_published_table_within_a_hundred_trainings()
    {
        const string file = "nas-bench-201-accuracy.csv";
        var accuracies = ReferenceData.Column(file, "arch_str").Select(Nas201.Parse)
            .Zip(ReferenceData.Column(file, "cifar100_test_200ep").Select(text => double.Parse(text, CultureInfo.InvariantCulture))).ToDictionary(pair => pair.First, pair => pair.Second);
        var candidates = CandidateSet.Of(Nas201.SearchSpace, accuracies.Keys);

        var best = Seeds.Select(seed =>
        {
            var run = new SearchRun(SearchStrategies.Named(SearchStrategies.Default), candidates, 100, seed);
            while (run.Suggest(5, TestContext.Current.CancellationToken) is { Count: > 0 } suggestions)
            {
                foreach (var architecture in suggestions)
                    run.Report(new Evaluation(architecture, accuracies[architecture]));
            }

            return run.Evaluations.Max(evaluation => evaluation.Accuracy);
        });

        Assert.All(best, accuracy => Assert.Equal(accuracies.Values.Max(), accuracy));
    }
}
