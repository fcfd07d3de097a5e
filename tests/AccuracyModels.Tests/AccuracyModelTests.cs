using LatBench.SearchSpaces;
using LatBench.TestKit;
using LatBench.TestKit.ToySpaces;

namespace LatBench.AccuracyModels.Tests;

public sealed class AccuracyModelTests : IDisposable
{
    private static readonly ToySpace Toy = new();

    private readonly TempDirectory _directory = new();

    private string ModelFile => _directory.PathOf("m.onnx");

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string> Spaces => ["nas-bench-201", "nas-bench-101", "darts", "toy"];

    private static ISearchSpace Space(string name) => name == Toy.Name ? Toy : SearchSpaceRegistry.BuiltIn[name];

    private static IArchitectureEncoder EncoderOf(ISearchSpace space) => NetworkFeatures.EncodersOf(space).Features;

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Percent_is_what_the_model_computes_from_the_features(string name)
    {
        var (space, encoder) = (Space(name), EncoderOf(Space(name)));
        SurrogateFile.Write(ModelFile, encoder.Width, 50, 0.25f, "features", ("encoder", encoder.Name), ("search_space", name));

        using var model = AccuracyModel.Open(space, ModelFile);

        var features = new float[encoder.Width];
        var accuracies = space.Sample(10, 3).Select(architecture =>
        {
            encoder.Encode(architecture, features);
            Assert.Equal(50 + (0.25f * features[0]), model.Percent(architecture), 1e-4);
            return model.Percent(architecture);
        }).ToArray();
        Assert.NotEqual(accuracies.Min(), accuracies.Max());
    }

    [Fact]
    public void Percent_of_a_model_that_gives_fractions_is_converted()
    {
        var encoder = EncoderOf(Toy);
        SurrogateFile.Write(ModelFile, encoder.Width, 0.5f, 0, encoder.Name);

        using var model = AccuracyModel.Open(Toy, ModelFile);

        Assert.Equal(50, model.Percent(Toy.Parse("conv>pool>skip")), 1e-4);
    }

    [Fact]
    public void Open_refuses_a_model_of_another_number_of_features()
    {
        var encoder = EncoderOf(Toy);
        SurrogateFile.Write(ModelFile, encoder.Width + 1, 50, 0);

        Assert.Equal(
            $"m.onnx is no model of accuracies of toy: one input 'features' or '{encoder.Name}' of float32 [n, {encoder.Width}] is expected, found 'features' of float32 [n, {encoder.Width + 1}].",
            Refusal());
    }

    [Fact]
    public void Open_refuses_an_input_of_another_name()
    {
        SurrogateFile.Write(ModelFile, EncoderOf(Toy).Width, 50, 0, "genotype");

        Assert.Contains("is expected, found 'genotype' of float32 [n,", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_refuses_an_output_that_is_not_one_number_an_architecture()
    {
        var width = EncoderOf(Toy).Width;
        SurrogateFile.WriteIdentity(ModelFile, width);

        Assert.Equal($"m.onnx is no model of accuracies of toy: one output, or one with the name 'accuracy', of float32 or float64 [n] or [n, 1] is expected, found 'same' of float32 [n, {width}].", Refusal());
    }

    [Theory]
    [InlineData("encoder", "cell-features/0", "its metadata 'encoder' is 'cell-features/0', and 'network-features/2' is expected.")]
    [InlineData("search_space", "darts", "its metadata 'search_space' is 'darts', and 'toy' is expected.")]
    public void Open_refuses_a_model_whose_metadata_name_another_encoder_or_space(string key, string value, string expected)
    {
        SurrogateFile.Write(ModelFile, EncoderOf(Toy).Width, 50, 0, "features", (key, value));

        Assert.EndsWith(expected, Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(150)]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    public void Open_refuses_numbers_that_are_no_accuracies(float constant)
    {
        SurrogateFile.Write(ModelFile, EncoderOf(Toy).Width, constant, 0);

        Assert.StartsWith(FormattableString.Invariant($"m.onnx gives {constant} for the architecture "), Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_refuses_a_file_that_is_not_there_or_no_onnx_file()
    {
        Assert.StartsWith("m.onnx cannot be read", Refusal(), StringComparison.Ordinal);
        File.WriteAllText(ModelFile, "arch_str,accuracy\n");
        Assert.Equal("m.onnx is no ONNX file that ONNX Runtime can run: export the model again.", Refusal());
    }

    private string Refusal() => Assert.Throws<AccuracyModelException>(() => AccuracyModel.Open(Toy, ModelFile).Dispose()).Message;
}
