using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Architectures;

/// <summary><c>latbench architectures show</c>, which needs no coordinator.</summary>
public sealed class ArchitectureCommandsTests
{
    private const string Genotype =
        "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], " +
        "normal_concat=range(2, 6), " +
        "reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), ('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], " +
        "reduce_concat=range(2, 6))";

    private const string CanonicalGenotype =
        "sep3.0+sep3.1|sep3.0+sep3.1|skip.0+sep3.1|skip.0+dil3.2/max.0+max.1|max.1+skip.2|max.0+skip.2|max.1+skip.2";

    [Fact]
    public async Task Show_prints_canonical_form_code_and_the_size_for_every_input()
    {
        var run = await CliRun.InvokeAsync("architectures", "show", "333133");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            """
            architecture    |nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_3x3~2|
            search space    nas-bench-201
            canonical form  |nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_3x3~2|
            code            333133
            measurable      yes

            INPUT           PARAMETERS  MACS
            cifar10         1288506     184730250
            cifar100        1294356     184736100
            imagenet16-120  1295656     46190200

            """.ReplaceLineEndings("\n"),
            run.Out);
    }

    [Fact]
    public async Task Show_says_why_an_architecture_cannot_be_measured()
    {
        var run = await CliRun.InvokeAsync("architectures", "show", "000000");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("measurable      no: It has no path from input to output", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_with_json_prints_the_message_of_the_service()
    {
        var run = await CliRun.InvokeAsync("architectures", "show", "skip>conv>pool", "--space", "toy", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var description = new Google.Protobuf.JsonParser(Google.Protobuf.JsonParser.Settings.Default).Parse<ArchitectureDescription>(run.Out);
        Assert.Equal(("toy", "skip>conv>pool", "conv>pool>skip", "skip-conv-pool", true, ""), (description.SearchSpace, description.Text, description.CanonicalForm, description.Code, description.Measurable, description.Reason));
        Assert.Equal(["small", "wide"], description.Costs.Select(cost => cost.Input));
        Assert.All(description.Costs, cost => Assert.True(cost is { Macs: > 0, Parameters: > 0 }));
    }

    [Theory]
    [InlineData("nas-bench-101", "110.01.1|maxpool3x3,conv3x3-bn-relu", "110.01.1|conv3x3-bn-relu,maxpool3x3", "4-33-20", "cifar10")]
    [InlineData("nas-bench-101", """{"matrix": ["01", "00"], "ops": ["input", "output"]}""", "1|", "2-1", "cifar10")]
    [InlineData("darts", Genotype, CanonicalGenotype, "s0s1s0s1s1k0k0d2-m0m1k2m1m0k2k2m1", "nas-bench-301", "cifar10", "imagenet")]
    public async Task Show_with_json_describes_architectures_of_every_space(string space, string text, string canonical, string code, params string[] inputs)
    {
        var run = await CliRun.InvokeAsync("architectures", "show", text, "--space", space, "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var description = new Google.Protobuf.JsonParser(Google.Protobuf.JsonParser.Settings.Default).Parse<ArchitectureDescription>(run.Out);
        Assert.Equal((space, canonical, code, true), (description.SearchSpace, description.CanonicalForm, description.Code, description.Measurable));
        Assert.Equal(space == "nas-bench-101" ? 32 : 0, description.Hash.Length);
        Assert.Equal(inputs, description.Costs.Select(cost => cost.Input));
        Assert.All(description.Costs, cost => Assert.True(cost is { Macs: > 0, Parameters: > 0 }));
    }

    [Theory]
    [InlineData("Not a NAS-Bench-201 architecture: it is an architecture of darts: add --space darts", Genotype)]
    [InlineData("Not a DARTS architecture: it is an architecture of nas-bench-101: add --space nas-bench-101", "1|", "--space", "darts")]
    [InlineData("Not a NAS-Bench-201 architecture: it is an architecture of toy: add --space toy", "skip>conv>pool")]
    [InlineData("Not a Toy architecture: it is an architecture of nas-bench-201: add --space nas-bench-201", "333133", "--space", "toy")]
    [InlineData("Not a NAS-Bench-201 architecture: at position 3", "333")]
    [InlineData("There is no search space 'toys': use one of nas-bench-201, ", "333133", "--space", "toys")]
    public async Task Show_refuses_what_is_no_architecture_of_the_space(string expected, params string[] arguments)
    {
        var run = await CliRun.InvokeAsync(["architectures", "show", .. arguments]);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith(expected, run.Error, StringComparison.Ordinal);
    }
}
