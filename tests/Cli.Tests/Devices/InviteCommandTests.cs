using System.Text.Json;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Tests.Devices;

public sealed class InviteCommandTests
{
    [Theory]
    [InlineData("https://latbench.lab:7080/lab")]
    [InlineData("https://latbench.lab:7080/?lab=1")]
    [InlineData("https://latbench.lab:7080/#lab")]
    [InlineData("https://me:secret@latbench.lab:7080")]
    public async Task Address_with_more_than_scheme_host_and_port_is_refused(string address)
    {
        var run = await CliRun.InvokeAsync("devices", "invite", "--address", address);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"--address takes scheme, host and port alone, such as https://latbench.lab:7080, not '{address}'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2h")]
    [InlineData("61m")]
    [InlineData("1d")]
    public async Task Code_for_longer_than_an_hour_is_refused_with_the_limit(string time)
    {
        var run = await CliRun.InvokeAsync("devices", "invite", "--expires", time);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"--expires is at most 1h, for a code that can be typed can be guessed, not '{time}'.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Device_that_is_no_name_is_refused()
    {
        var run = await CliRun.InvokeAsync("devices", "invite", "--device", "Pixel 8");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--device takes 1 to 63 of a-z, 0-9 and '-'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_link()
    {
        var answers = new CoordinatorDouble.Answers { Token = new CreateTokenResponse { Token = new Token(), Secret = "7K3M-9QXW-2H5T", DevicePath = "/device#code=7K3M-9QXW-2H5T", HttpPort = 7080 } };
        await using var coordinator = await CoordinatorDouble.StartAsync(answers);

        var run = await coordinator.RunAsync("devices", "invite", "--json", "--device", "pixel-8", "--address", "https://latbench.lab:7080/");

        using var document = JsonDocument.Parse(run.Out);
        Assert.Equal("https://latbench.lab:7080/device#code=7K3M-9QXW-2H5T&device=pixel-8", document.RootElement.GetProperty("link").GetString());
        Assert.Equal("7K3M-9QXW-2H5T", document.RootElement.GetProperty("secret").GetString());
        Assert.Contains("&device=pixel-8", run.Out, StringComparison.Ordinal);
    }
}
