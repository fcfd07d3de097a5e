namespace LatBench.Cli.Tests.CommandLine;

public sealed class WrongUsageTests
{
    [Theory]
    [InlineData("'campains' is not known here: did you mean 'campaigns'?", "campains", "list")]
    [InlineData("'campains' is not known here: did you mean 'campaigns'?", "campains", "list", "--token-file", "devices")]
    [InlineData("'frobnicate' is not known here.", "frobnicate")]
    [InlineData("'lst' is not known here: did you mean 'list'?", "devices", "lst")]
    [InlineData("'--modls' is not known here: did you mean '--models'?", "quickstart", "--modls", "3")]
    [InlineData("'--modls=3' is not known here: did you mean '--models'?", "quickstart", "--modls=3")]
    [InlineData("'--sever' is not known here: did you mean '--server'?", "devices", "list", "--sever", "http://lab:7081")]
    [InlineData("'--quantum' is not known here.", "devices", "list", "--quantum")]
    [InlineData("--models takes a whole number from 1 to 15625, not '0'.", "quickstart", "--models", "0")]
    [InlineData("--models takes a whole number from 1 to 15625, not 'many'.", "campaigns", "submit", "--models", "many")]
    [InlineData("Say which architectures, in one of these ways: --models N, --arch A, --file F or --all.", "campaigns", "submit")]
    [InlineData("Say which architectures, in one of these ways: --models N, --arch A, --file F or --all.", "campaigns", "submit", "--all", "--models", "3")]
    [InlineData("--passes takes MIN..MAX with 2 <= MIN <= MAX <= 1000, for example 5..40, not '9..3'.", "campaigns", "submit", "--all", "--passes", "9..3")]
    [InlineData("Give either --passes, or --min-passes and --max-passes.", "campaigns", "submit", "--all", "--passes", "5..9", "--min-passes", "3")]
    [InlineData("--dataset takes cifar10, cifar100, imagenet16-120, not 'mnist'.", "quickstart", "--dataset", "mnist")]
    [InlineData("--dataset takes cifar10, cifar100, imagenet16-120, several separated by commas, not 'mnist'.", "campaigns", "submit", "--all", "--dataset", "cifar10,mnist")]
    [InlineData("--precision takes fp32, fp16, int8, several separated by commas, not ''.", "campaigns", "submit", "--all", "--precision", "fp32,")]
    [InlineData("--graph-opt takes all, extended, basic, disabled, several separated by commas, not 'most'.", "campaigns", "submit", "--all", "--graph-opt", "most")]
    [InlineData("--batch takes whole numbers from 1 to 4096, several separated by commas, not '0'.", "campaigns", "submit", "--all", "--batch", "1,0")]
    [InlineData("--threads takes whole numbers from 1 to 1024, several separated by commas, not '0'.", "campaigns", "submit", "--all", "--threads", "0")]
    [InlineData("--threads and --graph-opt are for devices: name them with --device in place of --target.", "campaigns", "submit", "--all", "--target", "lab", "--threads", "2")]
    [InlineData("--min-passes takes a whole number from 2 to 1000, not '0'.", "campaigns", "submit", "--all", "--min-passes", "0")]
    [InlineData("--max-passes takes a whole number from 2 to 1000, not '0'.", "campaigns", "submit", "--all", "--max-passes", "0")]
    [InlineData("--passes takes MIN..MAX with 2 <= MIN <= MAX <= 1000, for example 5..40, not '0..0'.", "campaigns", "submit", "--all", "--passes", "0..0")]
    [InlineData("--max-relative-error takes a number between 0 and 1 such as 0.02, or a percentage such as 2%, not '0'.", "campaigns", "submit", "--all", "--max-relative-error", "0")]
    [InlineData("--max-relative-error takes a number between 0 and 1 such as 0.02, or a percentage such as 2%, not '100%'.", "campaigns", "submit", "--all", "--max-relative-error", "100%")]
    [InlineData("--max-relative-error takes a number between 0 and 1 such as 0.02, or a percentage such as 2%, not '2'.", "quickstart", "--max-relative-error", "2")]
    [InlineData("--seed takes a whole number of 0 or more, not '-1'.", "quickstart", "--seed", "-1")]
    [InlineData("--role takes admin, submitter, viewer, enrolment, not 'root'.", "tokens", "create", "--role", "root")]
    [InlineData("--expires takes a number of minutes, hours or days such as 30m, 12h or 30d, not 'soon'.", "tokens", "create", "--expires", "soon")]
    [InlineData("'a/b' is not the name of a device: write devices/… or only its last part.", "devices", "show", "a/b")]
    [InlineData("'one' is not a snapshot version: write MAJOR.MINOR.PATCH, for example 1.0.0, or latest.", "snapshots", "download", "one")]
    [InlineData("--server names 'http://lab:7081/latbench', which has more than a scheme, a host and a port: write http://lab:7081.", "devices", "list", "--server", "http://lab:7081/latbench")]
    [InlineData("--server names 'https://me:secret@lab/?x', which has more than a scheme, a host and a port: write https://lab.", "agent", "run", "--server", "https://me:secret@lab/?x")]
    [InlineData("--server names 'nowhere', which is not an address such as http://127.0.0.1:7081.", "devices", "list", "--server", "nowhere")]
    public async Task RunAsync_wrong_usage_says_what_is_allowed_and_exits_with_2(string message, params string[] args)
    {
        var run = await CliRun.InvokeAsync(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(message, run.Error.Split('\n')[0]);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task RunAsync_malformed_architecture_names_the_position()
    {
        var run = await CliRun.InvokeAsync("export", "onnx", "--arch", "|nor_conv_3x3~0|+|nor", "--out", "never.onnx");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("position 18", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("campaigns")]
    public async Task RunAsync_no_command_shows_help_and_exits_with_2(params string[] args)
    {
        var run = await CliRun.InvokeAsync(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Commands:", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }
}
