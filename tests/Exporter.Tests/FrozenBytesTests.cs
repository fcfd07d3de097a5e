using System.Security.Cryptography;
using System.Text;
using LatBench.Models;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Exporter.Tests;

/// <summary>Model identities that are published may never change: a change to one of these changes every dataset.</summary>
public sealed class FrozenBytesTests
{
    [Fact]
    public void SharedWeights_fp32_are_frozen()
    {
        var weights = SharedWeights.For(Nas201.SearchSpace, Nas201.SearchSpace.DefaultInput, Precision.Fp32);
        Assert.Equal("019267a269992732f158112b45dc112a56932d1ce33f3033425bf559699e6ce5", weights.Sha256);
        Assert.Equal("nas-bench-201-fp32-019267a269992732.weights", weights.FileName);
    }

    [Theory]
    [InlineData("333333", Dataset.Cifar100, 1, GraphVariant.Pruned, "98ebc4542eb0b1714a311a40c88a2b7ae6e6dd97d8e3bec3c24ff914bd27c703")]
    [InlineData("334131", Dataset.Cifar10, 1, GraphVariant.Pruned, "1245758fa2fcc82512dcc285230aab145285073c27618f4c3362720b2c54b38e")]
    [InlineData("000100", Dataset.Cifar100, 1, GraphVariant.Pruned, "168ed42eb2e769a0e5625a08909d69dfb9b960311d15947e4d4cbef67764fb4b")]
    [InlineData("412344", Dataset.ImageNet16Dash120, 8, GraphVariant.Pruned, "6c9c41c726e69f8c02c64bd4acc718a0a62bf48d167120faa2ff1190f9c3e84b")]
    [InlineData("300100", Dataset.Cifar100, 1, GraphVariant.Literal, "07f7eac72399a6a0cab34405316240a2799136c608103f5f6ff164773475b32c")]
    public void ExportShared_frozen_spec_gives_the_frozen_identity(
        string code, Dataset dataset, int batch, GraphVariant variant, string sha256)
    {
        var spec = Nas201.Spec(Cell.Parse(code), dataset: dataset, batch: batch, variant: variant);
        Assert.Equal(sha256, ModelExporter.ExportShared(spec).Sha256);
    }

    [Theory]
    [InlineData(Precision.Fp16, "10caf6a41d1d4001050035b1f9b843b51025f34ba63c9915951874df111ba9f4", "018d6e3a115ab22e7233a56c332f5a89ec7c1349b67b59f3ffcfad4dbbeaccd4")]
    [InlineData(Precision.Int8, "870933ae2e46e218bfa1c86c1e15f4001a4b119f3c06d011de06473c884e3255", "b903e9e3a2f4d88e1bffc01b3560e2d66c6393ddb740b153b0208192016f8cb1")]
    public void ExportShared_other_precisions_are_frozen(Precision precision, string weights, string graph)
    {
        var model = ModelExporter.ExportShared(Nas201.Spec(Cell.Parse("334131"), precision: precision));
        Assert.Equal((weights, graph), (model.Weights!.Sha256, model.Sha256));
    }

    [Fact]
    public void ExportEmbedded_frozen_spec_gives_the_frozen_bytes() =>
        Assert.Equal("c7f69a87b969da5f40576a2c901ee3acde2d249fd13ba62a808a953245434d20", ModelExporter.ExportEmbedded(Nas201.Spec(Cell.Parse("334131"))).Sha256);

    /// <summary>Every reachable effective cell in the default configuration: what published datasets name by its SHA-256.</summary>
    [Fact]
    public void ExportShared_whole_space_is_frozen() => Assert.Equal(
        "21ce4280be3e0cb9d536335c994f00675faaa04fefabe7e7b0bc072ad24e2b1d",
        HashOf(Space.EffectiveCells.Select(cell => Nas201.Spec(cell))));

    [Fact]
    public void ExportShared_sample_in_every_configuration_is_frozen() => Assert.Equal(
        "fc590afc964857d7077cff6ecaaee1d20906400c5caadf1e3a9308e79af92fbd",
        HashOf(
            from dataset in Enum.GetValues<Dataset>()
            from precision in Enum.GetValues<Precision>()
            from variant in Enum.GetValues<GraphVariant>()
            from architecture in Space.Sample(200, seed: 77)
            select Nas201.Spec(architecture, dataset, dataset == Dataset.Cifar10 ? 4 : 1, precision, variant)));

    private static string HashOf(IEnumerable<ModelSpec> specs)
    {
        var identities = specs.Select(spec => ModelExporter.ExportShared(spec).Sha256 + "\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(identities))));
    }
}
