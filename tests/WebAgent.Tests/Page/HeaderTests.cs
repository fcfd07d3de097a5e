using LatBench.Contracts.Transport;
using LatBench.WebAgent.Tests.Site;

namespace LatBench.WebAgent.Tests.Page;

public sealed class HeaderTests(SharedSite shared)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_and_modules_are_isolated_and_modules_are_kept_by_their_hash()
    {
        using var client = HttpConnections.CreateClient();
        using var page = await client.GetAsync(new Uri(shared.Site.Address, "/device"), Cancel);
        var html = await page.Content.ReadAsStringAsync(Cancel);
        var main = System.Text.RegularExpressions.Regex.Match(html, "src=\"(/device/assets/[0-9a-f]+/js/main.js)\"").Groups[1].Value;
        using var module = await client.GetAsync(new Uri(shared.Site.Address, main), Cancel);
        using var missing = await client.GetAsync(new Uri(shared.Site.Address, "/device/assets/0/js/none.js"), Cancel);

        foreach (var response in new[] { page, module })
        {
            Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
            Assert.Equal("require-corp", Header(response, "Cross-Origin-Embedder-Policy"));
            Assert.Equal("same-origin", Header(response, "Cross-Origin-Resource-Policy"));
            Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
            Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
            Assert.StartsWith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self';", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        }

        Assert.Equal("public, max-age=31536000, immutable", Header(module, "Cache-Control"));
        Assert.Equal("no-cache", Header(page, "Cache-Control"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
        Assert.DoesNotContain('{', html);
    }

    private static string Header(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));
}
