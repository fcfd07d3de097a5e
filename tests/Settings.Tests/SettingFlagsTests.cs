using System.CommandLine;

namespace LatBench.Settings.Tests;

/// <summary>The flags are the settings, and what is passed on to another program is what was given.</summary>
public sealed class SettingFlagsTests
{
    [Fact]
    public void Options_are_the_flags_of_the_settings()
    {
        foreach (var section in SettingSections.All)
            Assert.Equal(section.Settings.Select(setting => setting.Flag).OfType<string>(), new SettingFlags(section.Settings).Options.Select(option => option.Name));
    }

    [Fact]
    public void Arguments_are_what_was_given_without_secrets()
    {
        var flags = new SettingFlags(CoordinatorSettings.Section.Settings);
        var parsed = Parse(flags, "--http", "127.0.0.1:0", "--insecure", "--database", "hunter2", "--lease-seconds", "5");

        Assert.Equal(["--http", "127.0.0.1:0", "--insecure=true", "--lease-seconds", "5"], flags.Arguments(parsed));
        Assert.Equal(["hunter2"], flags.Read(parsed)[CoordinatorSettings.Database]);
        Assert.Equal(4, flags.Read(parsed).Count);
        Assert.Equal(flags.Read(parsed)[CoordinatorSettings.Insecure], flags.Read(Parse(flags, "--insecure=true"))[CoordinatorSettings.Insecure]);
    }

    [Fact]
    public void Arguments_repeat_the_flag_of_a_list()
    {
        var flags = new SettingFlags(AgentSettings.Section.Settings);

        Assert.Equal(["--runtime", "/tmp", "--runtime", "/"], flags.Arguments(Parse(flags, "--runtime", "/tmp", "--runtime", "/")));
    }

    [Theory]
    [InlineData("--cpus", "all", "--cpus takes a list of CPUs such as 0-3,6, not 'all'.")]
    [InlineData("--runtime", "/nowhere/x", "--runtime names '/nowhere/x', which is no folder: name one that is there.")]
    [InlineData("--cache-mib", "0", "--cache-mib takes a whole number of MiB, 1 or more, not '0'.")]
    public void Mistake_on_the_command_line_names_the_flag(string flag, string value, string sentence) =>
        Assert.Equal(sentence, Assert.Single(Parse(new SettingFlags(AgentSettings.Section.Settings), flag, value).Errors).Message);

    private static ParseResult Parse(SettingFlags flags, params string[] args)
    {
        var root = new RootCommand();
        foreach (var option in flags.Options)
            root.Add(option);
        return root.Parse(args);
    }
}
