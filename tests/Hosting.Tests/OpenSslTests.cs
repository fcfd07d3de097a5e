namespace LatBench.Hosting.Tests;

public sealed class OpenSslTests
{
    [Fact]
    public void Missing_is_null_on_this_machine() => Assert.Null(OpenSsl.Missing());

    [Fact]
    public void Missing_names_what_to_install()
    {
        List<string> asked = [];
        var sentence = OpenSsl.Missing((string name, out nint handle) =>
        {
            asked.Add(name);
            handle = 0;
            return false;
        });

        Assert.Contains("libssl.so.3", asked);
        Assert.Contains("apt-get install libssl3", sentence, StringComparison.Ordinal);
    }
}
