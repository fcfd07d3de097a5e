using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Hosting;

namespace LatBench.Cli.Tests.Connection;

public sealed class ServerAddressTests
{
    private const string Running = """{"http":"http://127.0.0.1:5000","grpc":"http://127.0.0.1:5001","pid":1}""";

    [Theory]
    [InlineData("http://a:1", "http://b:2", Running, "http://a:1/")]
    [InlineData(null, "http://b:2", Running, "http://b:2/")]
    [InlineData(null, null, Running, "http://127.0.0.1:5001/")]
    [InlineData(null, null, "{ half", "http://127.0.0.1:7081/")]
    [InlineData(null, null, null, "http://127.0.0.1:7081/")]
    public void Resolve_option_then_environment_then_data_directory_then_default(string? option, string? variable, string? coordinator, string expected)
    {
        using var folder = new TempDirectory();
        if (coordinator is not null)
            folder.Write("coordinator.json", coordinator);
        Assert.Equal(expected, ServerAddress.Resolve(option, Environment("LATBENCH_SERVER", variable), new DataDirectory(folder.Path)).Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9", "admin")]
    [InlineData("http://elsewhere:7081", null)]
    public void Token_admin_token_of_the_directory_is_not_shown_to_another_machine(string server, string? expected)
    {
        using var folder = new TempDirectory();
        folder.Write("admin-token", "admin\n");
        Assert.Equal(expected, AccessToken.Resolve(null, Environment("", null), new DataDirectory(folder.Path), new Uri(server)));
    }

    [Fact]
    public void Token_named_file_goes_before_environment()
    {
        using var folder = new TempDirectory();
        var file = folder.Write("mine", " from-file \n");
        var environment = Environment("LATBENCH_TOKEN", "from-variable");
        var data = new DataDirectory(folder.Path);
        Assert.Equal("from-file", AccessToken.Resolve(file, environment, data, new Uri("http://elsewhere:1")));
        Assert.Equal("from-variable", AccessToken.Resolve(null, environment, data, new Uri("http://elsewhere:1")));
    }

    [Fact]
    public void Token_named_file_that_is_not_there_is_an_error()
    {
        using var folder = new TempDirectory();
        var error = Assert.Throws<CliException>(() =>
            AccessToken.Resolve(folder.File("none"), Environment("", null), new DataDirectory(folder.Path), new Uri("http://127.0.0.1:1")));
        Assert.Contains("--token-file", error.Message, StringComparison.Ordinal);
    }

    private static CliEnvironment Environment(string name, string? value) => new()
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Variable = asked => asked == name ? value : null,
    };
}
