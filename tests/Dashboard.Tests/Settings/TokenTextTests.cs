using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Pages.Settings;

namespace LatBench.Dashboard.Tests.Settings;

public sealed class TokenTextTests
{
    private static readonly DateTimeOffset Now = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Theory]
    [InlineData("30m", 30)]
    [InlineData(" 12h ", 720)]
    [InlineData("30D", 43200)]
    [InlineData("0.5h", 30)]
    public void TryParseTime_reads_minutes_hours_and_days(string text, int minutes)
    {
        Assert.True(TokenText.TryParseTime(text, out var time));
        Assert.Equal(TimeSpan.FromMinutes(minutes), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("soon")]
    [InlineData("-1d")]
    [InlineData("0d")]
    [InlineData("1e99d")]
    [InlineData("5")]
    [InlineData("5w")]
    public void TryParseTime_refuses_the_rest(string text) => Assert.False(TokenText.TryParseTime(text, out _));

    [Fact]
    public void State_tells_why_a_token_does_not_work()
    {
        Assert.Equal("good", TokenText.State(new Token { ExpireTime = Now.AddDays(1).ToTimestamp() }, Now).Text);
        Assert.Equal("expired", TokenText.State(new Token { ExpireTime = Now.ToTimestamp() }, Now).Text);
        Assert.Equal("used", TokenText.State(new Token { UseTime = Now.ToTimestamp() }, Now).Text);
        Assert.Equal("revoked", TokenText.State(new Token { RevokeTime = Now.ToTimestamp(), UseTime = Now.ToTimestamp() }, Now).Text);
    }
}
