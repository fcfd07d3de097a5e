using Grpc.Core;
using LatBench.Dashboard.Pages.Models;

namespace LatBench.Dashboard.Tests.Pages.Models;

public sealed class SpooledFileTests
{
    [Fact]
    public void GroupToModels_puts_the_onnx_file_before_its_external_data()
    {
        var model = Assert.Single(SpooledFile.GroupToModels([File("net/weights/a.bin"), File("net/model.ONNX"), File("net/b.bin")]));

        Assert.Equal(["model.ONNX", "weights/a.bin", "b.bin"], SpooledFile.PathsOf(model));
    }

    [Fact]
    public void GroupToModels_makes_a_model_of_each_of_several_onnx_files() =>
        Assert.Equal(2, SpooledFile.GroupToModels([File("a.onnx"), File("b.onnx")]).Count);

    [Fact]
    public void GroupToModels_takes_a_single_file_for_a_model_whatever_its_name() =>
        Assert.Equal("model.bin", SpooledFile.GroupToModels([File("model.bin")])[0][0].Name);

    [Theory]
    [InlineData]
    [InlineData("a.bin", "b.bin")]
    [InlineData("a.onnx", "b.onnx", "a.bin")]
    public void GroupToModels_refuses_what_is_no_model(params string[] names) =>
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<RpcException>(() => SpooledFile.GroupToModels([.. names.Select(File)])).StatusCode);

    private static SpooledFile File(string name) => new(name, "/nowhere", 1, "");
}
