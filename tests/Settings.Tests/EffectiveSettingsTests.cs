using System.Net;

namespace LatBench.Settings.Tests;

/// <summary>Flags go before the environment, the environment before the file, the file before the defaults.</summary>
public sealed class EffectiveSettingsTests : IDisposable
{
    private static readonly Dictionary<Setting, IReadOnlyList<string>> NoFlags = [];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Value_comes_from_the_place_that_goes_before()
    {
        var file = File("""{ "coordinator": { "http": "127.0.0.1:1", "grpc": "127.0.0.1:1", "lease_seconds": 1 } }""");
        Dictionary<string, string> variables = new() { ["LATBENCH_COORDINATOR_HTTP"] = "127.0.0.1:2", ["LATBENCH_COORDINATOR_GRPC"] = "127.0.0.1:2", ["LATBENCH_COORDINATOR_QUARANTINE_AFTER"] = " " };
        var settings = EffectiveSettings.Resolve(CoordinatorSettings.Section, new Dictionary<Setting, IReadOnlyList<string>> { [CoordinatorSettings.Http] = ["127.0.0.1:3"] }, variables.GetValueOrDefault, file);

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 3), settings.Get(CoordinatorSettings.Http));
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 2), settings.Get(CoordinatorSettings.Grpc));
        Assert.Equal(1, settings.Get(CoordinatorSettings.LeaseSeconds));
        Assert.Equal(30, settings.Get(CoordinatorSettings.QuarantineAfter));
        Assert.Equal(
            [(SettingSource.Flag, "--http"), (SettingSource.Environment, "LATBENCH_COORDINATOR_GRPC"), (SettingSource.File, _folder.Of("latbench.json") + ", line 1"), (SettingSource.Default, null)],
            new Setting[] { CoordinatorSettings.Http, CoordinatorSettings.Grpc, CoordinatorSettings.LeaseSeconds, CoordinatorSettings.QuarantineAfter }.Select(setting => (settings[setting].Source, settings[setting].Origin)));
    }

    [Fact]
    public void List_in_the_environment_is_separated_as_directories_are()
    {
        var value = string.Join(Path.PathSeparator, _folder.Path, Path.GetTempPath());
        var settings = EffectiveSettings.Resolve(AgentSettings.Section, NoFlags, name => name == AgentSettings.Runtimes.Variable ? value : null, null);

        Assert.Equal([_folder.Path, Path.GetTempPath()], settings.Find(AgentSettings.Runtimes));
    }

    [Theory]
    [InlineData("LATBENCH_AGENT_CPUS", "all", "LATBENCH_AGENT_CPUS takes a list of CPUs such as 0-3,6, not 'all'.")]
    [InlineData("LATBENCH_AGENT_VERBOSE", "1", "LATBENCH_AGENT_VERBOSE takes true or false, not '1'.")]
    [InlineData("LATBENCH_AGENT_PROVIDERS", "/nowhere/p.json", "LATBENCH_AGENT_PROVIDERS names '/nowhere/p.json', which is no file: name one that is there.")]
    public void Mistake_in_the_environment_names_the_variable(string variable, string value, string sentence) => Assert.Equal(
        sentence,
        Assert.Throws<SettingsException>(() => EffectiveSettings.Resolve(AgentSettings.Section, NoFlags, name => name == variable ? value : null, null)).Message);

    [Fact]
    public void File_of_this_machine_that_is_missing_is_told_with_its_line()
    {
        var file = File("{ \"agent\": {\n \"providers\": \"p.json\" } }");

        Assert.Equal(
            $"{file.Path}, line 2: agent.providers names '{_folder.Of("p.json")}', which is no file: name one that is there.",
            Assert.Throws<SettingsException>(() => EffectiveSettings.Resolve(AgentSettings.Section, NoFlags, _ => null, file)).Message);
    }

    [Fact]
    public void Secret_comes_from_the_value_or_the_file_that_goes_before()
    {
        var secret = _folder.Write("secret", "from the file\n");
        var both = File($$"""{ "coordinator": { "database_file": "{{secret}}" } }""");

        Assert.Equal("from the file", Secret(_ => null, both));
        Assert.Equal("of the environment", Secret(name => name == "LATBENCH_DATABASE" ? "of the environment" : null, both));
        // A program that starts the coordinator may have set the one from the other.
        Assert.Equal("of the environment", Secret(name => name == "LATBENCH_DATABASE" ? "of the environment" : name == "LATBENCH_DATABASE_FILE" ? secret : null, null));
        Assert.Equal("from the file", Secret(name => name == "LATBENCH_DATABASE_FILE" ? secret : null, File("""{ "coordinator": { "database": "in the configuration" } }""")));
    }

    [Fact]
    public void Secret_that_cannot_be_had_is_one_sentence()
    {
        var secret = _folder.Write("secret", " \n");
        var empty = Assert.Throws<SettingsException>(() => Secret(name => name == "LATBENCH_DATABASE_FILE" ? secret : null, null));
        var twice = Assert.Throws<SettingsException>(() => Secret(_ => null, File($$"""{ "coordinator": { "database": "hunter2", "database_file": "{{secret}}" } }""")));

        Assert.Equal($"LATBENCH_DATABASE_FILE names '{secret}', which is empty.", empty.Message);
        Assert.Equal($"{_folder.Of("latbench.json")}, line 1: coordinator.database_file and coordinator.database exclude each other: give one of them.", twice.Message);
    }

    private static string? Secret(Func<string, string?> variable, ConfigurationFile? file) =>
        EffectiveSettings.Resolve(CoordinatorSettings.Section, NoFlags, variable, file).Secret(CoordinatorSettings.Database, CoordinatorSettings.DatabaseFile);

    private ConfigurationFile File(string text) => ConfigurationFile.Read(_folder.Write("latbench.json", text));
}
