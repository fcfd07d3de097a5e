using LatBench.Contracts.V1;
using LatBench.Dashboard.Pages.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LatBench.Dashboard.Tests.Pages.Models;

public sealed class MeasureFormTests
{
    private static readonly UploadedModel Model = new()
    {
        Name = "models/" + new string('a', 64),
        DisplayName = "net.onnx",
        Inputs = { new ModelValue { Name = "image", Type = "float32", Shape = { "batch", "3", "height", "?" } } },
        ProposedInputs = "image=float32[1,3,224,224] uniform -1 1",
    };

    [Fact]
    public void Read_makes_a_campaign_of_the_model_in_each_precision()
    {
        var form = MeasureForm.Of(Fields(("targets", ["a", "b"]), ("precisions", ["fp16", "int8", "fp4"]), ("dim:batch", ["2"]), ("dim:height", [""]), ("shape:image", ["2x3x64x64"]), ("profile", ["on"]), ("request", ["once"])));

        var (request, errors) = form.Read(Model);

        Assert.False(errors.Any);
        var campaign = request!.Campaign;
        Assert.Equal(("onnx", Model.Name, "once", true), (campaign.Selection.SearchSpace, Assert.Single(campaign.Selection.Architectures.Architectures), request.RequestId, campaign.Profile));
        Assert.Equal(["a", "b"], campaign.Targets);
        Assert.Equal([Precision.Fp16, Precision.Int8], campaign.ModelConfigs.Select(config => config.Precision));
        Assert.Equal(2, Assert.Single(campaign.ModelConfigs[0].InputSettings.Dimensions).Value);
        Assert.Equal([2L, 3, 64, 64], campaign.ModelConfigs[0].InputSettings.Shapes["image"].Dimensions);
    }

    [Fact]
    public void Read_of_nothing_but_a_target_takes_what_is_proposed()
    {
        var (request, _) = MeasureForm.Of(Fields(("targets", ["a"]))).Read(Model);

        Assert.Equal(new ModelConfig(), Assert.Single(request!.Campaign.ModelConfigs));
        Assert.Equal(0.01, request.Campaign.Protocol.MaxRelativeError);
    }

    [Theory]
    [InlineData("targets", "error", "1")]
    [InlineData("dim:batch", "dim:batch", "many")]
    [InlineData("dim:batch", "dim:batch", "0")]
    [InlineData("shape:image", "shape:image", "1xthree")]
    [InlineData("error", "error", "none")]
    public void Read_of_what_cannot_be_read_names_the_field(string field, string typed, string text)
    {
        var (request, errors) = MeasureForm.Of(Fields((typed, [text]), ("targets", field == "targets" ? [] : ["a"]))).Read(Model);

        Assert.Null(request);
        Assert.NotEmpty(errors[field]);
    }

    [Fact]
    public void Proposed_finds_the_value_of_a_free_dimension()
    {
        Assert.Equal(["batch", "height"], ModelText.FreeDimensions(Model));
        Assert.Equal("224", ModelText.Proposed(Model, "height"));
        Assert.Null(ModelText.Proposed(Model, "width"));
    }

    private static FormCollection Fields(params (string Name, string[] Values)[] fields) => new(fields.ToDictionary(field => field.Name, field => new StringValues(field.Values)));
}
