using LatBench.Dashboard.Pages.Snapshots;

namespace LatBench.Dashboard.Tests.Pages.Snapshots;

public sealed class CardHtmlTests
{
    [Fact]
    public void Render_leaves_out_the_front_matter_and_lowers_headings() =>
        Assert.Equal("<h2>Card</h2>\n<p>Text.</p>\n", CardHtml.Render("---\nlicense: other\n---\n\n# Card\n\nText.\n", "1.0.0"));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("text <img src=x onerror=alert(1)>")]
    [InlineData("<style>body { display: none }</style>")]
    public void Render_takes_over_no_html(string markdown)
    {
        var html = CardHtml.Render(markdown, "1.0.0");

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_aligns_columns_without_inline_styles()
    {
        var html = CardHtml.Render("| a | b |\n|---|--:|\n| 1 | 2 |\n", "1.0.0");

        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"num\">2</td>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("![a](https://example.org/a.png)", "<p><a href=\"https://example.org/a.png\">a</a></p>\n")]
    [InlineData("![a](a.png)", "<p><img src=\"/snapshots/1.0.0/a.png\" alt=\"a\" /></p>\n")]
    public void Render_shows_images_of_the_snapshot_alone(string markdown, string expected) => Assert.Equal(expected, CardHtml.Render(markdown, "1.0.0"));

    [Theory]
    [InlineData("schema.json", "/snapshots/1.0.0/schema.json")]
    [InlineData("data/latency/x.parquet", "/snapshots/1.0.0/data/latency/x.parquet")]
    [InlineData("https://example.org/a", "https://example.org/a")]
    [InlineData("#top", "#top")]
    [InlineData("javascript:alert(1)", "#")]
    [InlineData("JaVaScRiPt:alert(1)", "#")]
    [InlineData("data:text/html,x", "#")]
    [InlineData("//example.org", "#")]
    [InlineData("/sign-out", "#")]
    [InlineData("../../secret", "#")]
    [InlineData("", "#")]
    public void Address_leads_to_the_snapshot_or_to_the_web(string url, string expected) => Assert.Equal(expected, CardHtml.Address(url, "1.0.0"));
}
