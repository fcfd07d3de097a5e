using LatBench.Contracts.V1;
using LatBench.Coordinator.Security;

namespace LatBench.Coordinator.Tests.Security;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("\0")]
    [InlineData("\u001b[2J")]
    [InlineData("a\u007fb")]
    [InlineData("bell\a")]
    public void A_control_character_is_found_however_deep(string text)
    {
        Assert.Equal("campaign.display_name", MessageText.FindFault(new CreateCampaignRequest { Campaign = new Campaign { DisplayName = text } }));
        Assert.Equal("lease_ids[1]", MessageText.FindFault(new RenewLeasesRequest { LeaseIds = { "good", text } }));
        Assert.Equal(
            "result.conditions.session_options[0]",
            MessageText.FindFault(new CompleteJobRequest { Result = new PassResult { Conditions = new Conditions { SessionOptions = { text } } } }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines\tand a tab")]
    [InlineData("<b>ünïcödé</b> '; DROP TABLE jobs --")]
    public void Other_text_is_left_alone(string text) =>
        Assert.Null(MessageText.FindFault(new CreateCampaignRequest { Campaign = new Campaign { DisplayName = text } }));

    [Fact]
    public void What_a_model_said_when_it_failed_may_hold_anything() =>
        Assert.Null(MessageText.FindFault(new FailJobRequest { Message = "\u001b[31mout of memory\0" }));
}
