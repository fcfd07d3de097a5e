using LatBench.Onnx;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.AccuracyModels.Tests;

/// <summary>Models of accuracies of DARTS in the forms in which surrogates are published: converted trees, and the ONNX file of NAS-Bench-301 in YAHPO Gym.</summary>
public sealed class PublishedFormTests : IDisposable
{
    private const int Epochs = 98;

    private static readonly ISearchSpace Darts = SearchSpaceRegistry.BuiltIn["darts"];

    private static readonly IArchitectureCategories Categories = Darts.Categories!;

    /// <summary>A weight of its own for each category, so that two that are exchanged give another accuracy.</summary>
    private static readonly float[] Weights = [.. Enumerable.Range(0, Categories.Count).Select(place => 0.003f * (place + 1))];

    private readonly TempDirectory _directory = new();

    private string ModelFile => _directory.PathOf("m.onnx");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("BRANCH_LT")]
    [InlineData("BRANCH_LEQ")]
    public void Percent_of_trees_is_the_sum_of_their_leaves(string mode)
    {
        var encoder = NetworkFeatures.EncodersOf(Darts).Features;
        var rows = Darts.Sample(40, 3).Select(architecture => (Architecture: architecture, Features: Row(encoder, architecture))).ToArray();
        // Features with the value of a decision itself tell the two modes apart.
        (int Feature, float Threshold, float First, float Second)[] trees =
            [.. Enumerable.Range(0, encoder.Width).Where(feature => rows.Select(row => row.Features[feature]).Distinct().Count() > 2).Take(20).Select(feature => (feature, rows[0].Features[feature], 0.5f, -0.25f * (feature % 7)))];
        SurrogateFile.WriteTrees(ModelFile, encoder.Width, mode, 80, trees);

        using var model = AccuracyModel.Open(Darts, ModelFile);

        var accuracies = rows.Select(row =>
        {
            var expected = 80 + trees.Sum(tree => (mode == "BRANCH_LT" ? row.Features[tree.Feature] < tree.Threshold : row.Features[tree.Feature] <= tree.Threshold) ? tree.First : tree.Second);
            Assert.Equal(expected, model.Percent(row.Architecture), 1e-3);
            return expected;
        }).ToArray();
        Assert.Equal(20, trees.Length);
        Assert.True(accuracies.Distinct().Count() > 10);
    }

    [Theory]
    [InlineData(true, ElementType.Int32)]
    [InlineData(false, ElementType.Int32)]
    [InlineData(false, ElementType.Int64)]
    public void Percent_of_categories_is_the_first_figure_after_the_epochs(bool readsEpochs, ElementType type)
    {
        SurrogateFile.WriteCategories(ModelFile, 50, Weights, readsEpochs ? 0.1f : null, type, ("encoder", Categories.Name), ("search_space", "darts"));

        using var model = AccuracyModel.Open(Darts, ModelFile);

        var categories = new int[Categories.Count];
        Assert.All(Darts.Sample(20, 5), architecture =>
        {
            Categories.Write(architecture, categories);
            var expected = 50 + (readsEpochs ? 0.1 * Epochs : 0) + categories.Zip(Weights, (category, weight) => category * weight).Sum();
            Assert.Equal(expected, model.Percent(architecture), 1e-3);
        });
    }

    [Fact]
    public void Percent_of_a_genotype_that_NAS_Bench_301_does_not_know_is_refused()
    {
        SurrogateFile.WriteCategories(ModelFile, 50, Weights);
        using var model = AccuracyModel.Open(Darts, ModelFile);
        const string partial = "sep3.0+sep3.1|sep3.0+sep3.1|sep3.1+skip.0|skip.0+dil3.2>345/max.0+max.1|skip.2+max.1|max.0+skip.2|skip.2+max.1";

        var message = Assert.Throws<AccuracyModelException>(() => model.Percent(Darts.Parse(partial))).Message;

        Assert.StartsWith("m.onnx cannot be asked about the architecture s0s1s0s1s1k0k0d2.345-", message, StringComparison.Ordinal);
        Assert.EndsWith("NAS-Bench-301 knows genotypes of the DARTS space only: four nodes, all of them in the output, seven operations, no input twice in a node.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_refuses_inputs_that_are_neither_features_nor_categories()
    {
        SurrogateFile.WriteCategories(ModelFile, 50, Weights[..33]);

        Assert.Equal(
            $"m.onnx is no model of accuracies of darts: one input 'features' or 'darts-features/1' of float32 [n, 217], or one of int32 or int64 [n, 34] ({Categories.Name}), beside which there may be one of float32 [n, 1] (epochs) is expected, found 'x_cat' of int32 [n, 33].",
            Refusal(Darts));
    }

    [Fact]
    public void Open_refuses_categories_of_another_numbering_and_of_a_space_without_any()
    {
        SurrogateFile.WriteCategories(ModelFile, 50, Weights, null, ElementType.Int32, ("encoder", "nas-bench-301-categories/0"));
        Assert.EndsWith($"its metadata 'encoder' is 'nas-bench-301-categories/0', and '{Categories.Name}' is expected.", Refusal(Darts), StringComparison.Ordinal);

        SurrogateFile.WriteCategories(ModelFile, 50, Weights);
        Assert.StartsWith("m.onnx is no model of accuracies of nas-bench-101: one input 'features' or ", Refusal(SearchSpaceRegistry.BuiltIn["nas-bench-101"]), StringComparison.Ordinal);
    }

    private static float[] Row(IArchitectureEncoder encoder, Architecture architecture)
    {
        var features = new float[encoder.Width];
        encoder.Encode(architecture, features);
        return features;
    }

    private string Refusal(ISearchSpace space) => Assert.Throws<AccuracyModelException>(() => AccuracyModel.Open(space, ModelFile).Dispose()).Message;
}
