using LatBench.Contracts.V1;
using LatBench.Dashboard.Pages.Campaigns;
using LatBench.Dashboard.Problems;
using Microsoft.Extensions.Primitives;

namespace LatBench.Dashboard.Tests.Campaigns;

public sealed class CampaignFormTests
{
    [Fact]
    public void ToCampaign_multiplies_batches_and_precisions()
    {
        var errors = new FieldErrors();

        var campaign = Form(("batch", "1, 8"), ("precision", new(["fp32", "int8"])), ("input", "cifar10")).ToCampaign(errors);

        Assert.False(errors.Any);
        Assert.Equal(
            [(1, Precision.Fp32), (8, Precision.Fp32), (1, Precision.Int8), (8, Precision.Int8)],
            campaign.ModelConfigs.Select(config => (config.Batch, config.Precision)));
        Assert.All(campaign.ModelConfigs, config => Assert.Equal("cifar10", config.Input));
    }

    [Fact]
    public void ToCampaign_takes_ticked_targets_and_lines()
    {
        var campaign = Form(("targets", new(["a/t1", "b/t1"])), ("more_targets", " c \r\n\r\ndevices/d")).ToCampaign(new FieldErrors());

        Assert.Equal(["a/t1", "b/t1", "c", "devices/d"], campaign.Targets);
    }

    [Theory]
    [InlineData("sample", Selection.ChoiceOneofCase.Sample)]
    [InlineData("list", Selection.ChoiceOneofCase.Architectures)]
    [InlineData("whole", Selection.ChoiceOneofCase.WholeSpace)]
    [InlineData("", Selection.ChoiceOneofCase.None)]
    public void ToCampaign_selects_as_chosen(string choice, Selection.ChoiceOneofCase expected)
    {
        var campaign = Form(("choice", choice), ("count", "1,000"), ("seed", "18446744073709551615"), ("architectures", "a\nb")).ToCampaign(new FieldErrors());

        Assert.Equal(expected, campaign.Selection.ChoiceCase);
        if (campaign.Selection.Sample is { } sample)
            Assert.Equal((1000, ulong.MaxValue), (sample.Count, sample.Seed));
        if (campaign.Selection.Architectures is { } list)
            Assert.Equal(["a", "b"], list.Architectures);
    }

    [Fact]
    public void ToCampaign_reads_the_error_as_percent_and_the_spread_as_seconds()
    {
        var protocol = Form(("max_error", "2.5 %"), ("min_spread", "90 s"), ("min_passes", "3")).ToCampaign(new FieldErrors()).Protocol;

        Assert.Equal((0.025, 90, 3, 0), (protocol.MaxRelativeError, protocol.MinSpread.Seconds, protocol.MinPasses, protocol.MaxPasses));
    }

    [Theory]
    [InlineData("count", "many")]
    [InlineData("count", "99999999999")]
    [InlineData("seed", "-1")]
    [InlineData("batch", "0")]
    [InlineData("batch", "1, x")]
    [InlineData("min_passes", "3.5")]
    [InlineData("max_passes", "x")]
    [InlineData("max_error", "NaN")]
    [InlineData("min_spread", "1e300")]
    [InlineData("min_spread", "-5")]
    public void ToCampaign_tells_beside_the_field_what_cannot_be_read(string field, string text)
    {
        var errors = new FieldErrors();

        Form(("choice", "sample"), (field, text)).ToCampaign(errors);

        Assert.NotEmpty(errors[field]);
    }

    [Theory]
    [InlineData("campaign.display_name", "display_name")]
    [InlineData("campaign.selection", "choice")]
    [InlineData("campaign.selection.search_space", "space")]
    [InlineData("campaign.selection.whole_space", "choice")]
    [InlineData("campaign.selection.sample.count", "count")]
    [InlineData("campaign.selection.architectures", "architectures")]
    [InlineData("campaign.selection.architectures.architectures[3]", "architectures")]
    [InlineData("campaign.targets", "targets")]
    [InlineData("campaign.targets[0]", "targets")]
    [InlineData("campaign.model_config.batch", "batch")]
    [InlineData("campaign.model_configs[2].input", "input")]
    [InlineData("campaign.model_configs[2].precision", "precision")]
    [InlineData("campaign.protocol.max_relative_error", "max_error")]
    [InlineData("campaign.protocol.min_spread", "min_spread")]
    [InlineData("campaign.protocol", null)]
    [InlineData("request_id", null)]
    public void FieldOf_finds_the_field_of_the_form(string requested, string? expected) => Assert.Equal(expected, CampaignForm.FieldOf(requested));

    [Fact]
    public void Of_gives_the_form_that_starts_the_same()
    {
        var errors = new FieldErrors();
        var form = Form(
            ("display_name", "nightly"), ("space", "nas-bench-201"), ("choice", "sample"), ("count", "40"), ("seed", "7"), ("targets", "lab/t1"), ("input", "cifar10"), ("batch", "1, 4"),
            ("precision", new(["fp32", "fp16"])), ("graph_variant", "literal"), ("min_passes", "3"), ("max_passes", "9"), ("max_error", "3"), ("min_spread", "0"), ("profile", "yes"));
        var campaign = form.ToCampaign(errors);

        Assert.Equal(campaign, CampaignForm.Of(campaign).ToCampaign(errors));
        Assert.False(errors.Any);
    }

    [Fact]
    public void Begin_chooses_the_only_device_that_takes_work()
    {
        Device[] devices = [DeviceWith("a", DeviceState.Draining), DeviceWith("b", DeviceState.Active)];

        Assert.Equal(["b/t1"], CampaignForm.Begin(_ => default, devices).Targets);
        Assert.Empty(CampaignForm.Begin(_ => default, [.. devices, DeviceWith("c", DeviceState.Active)]).Targets);
    }

    [Fact]
    public void Begin_takes_what_the_address_says_and_names_targets_without_a_box()
    {
        var form = CampaignForm.Begin(
            field => field switch { "targets" => new StringValues((string[])["a/t1", "far/t1"]), "space" => "onnx", "architectures" => "model", _ => default },
            [DeviceWith("a", DeviceState.Active)]);

        Assert.Equal(["a/t1"], form.Targets);
        Assert.Equal(("far/t1", "onnx", "list"), (form["more_targets"], form["space"], form["choice"]));
    }

    private static Device DeviceWith(string id, DeviceState state) => new() { Name = "devices/" + id, State = state, Targets = { new Target { Slug = id + "/t1" } } };

    private static CampaignForm Form(params (string Field, StringValues Value)[] fields)
    {
        var values = fields.ToDictionary(field => field.Field, field => field.Value);
        return CampaignForm.Read(field => values.GetValueOrDefault(field));
    }
}
