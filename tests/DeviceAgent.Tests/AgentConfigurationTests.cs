using LatBench.Settings;

namespace LatBench.DeviceAgent.Tests;

/// <summary>Every setting of the agent reaches its options, and the defaults are the same in both.</summary>
public sealed class AgentConfigurationTests
{
    private const string Server = "http://127.0.0.1:9";

    private static readonly string ExistingFile = typeof(AgentConfigurationTests).Assembly.Location;

    /// <summary>A value of each setting that is not its default, and the part of the options that it changes.</summary>
    private static readonly Dictionary<Setting, (string Text, Func<AgentOptions, object?> Part, object Expected)> Samples = new()
    {
        [AgentSettings.Server] = ("http://127.0.0.1:8", options => options.Server, new Uri("http://127.0.0.1:8")),
        [AgentSettings.Data] = ("/elsewhere", options => options.DataDirectory, Path.GetFullPath("/elsewhere")),
        [AgentSettings.Device] = ("lab", options => options.DeviceId, "lab"),
        [AgentSettings.Cpus] = ("0,2-3", options => string.Join(' ', options.Cpus ?? []), "0 2 3"),
        [AgentSettings.Providers] = (ExistingFile, options => options.ProvidersFile, ExistingFile),
        [AgentSettings.Runtimes] = (Path.GetTempPath(), options => string.Join(' ', options.Runtimes), Path.GetTempPath()),
        [AgentSettings.CustomOperators] = (ExistingFile, options => string.Join(' ', options.CustomOperators), ExistingFile),
        [AgentSettings.EnrolmentToken] = ("token", options => options.EnrolmentToken, "token"),
        [AgentSettings.CacheMebibytes] = ("1", options => options.CacheBytes, 1L << 20),
        [AgentSettings.MinFreeMebibytes] = ("2", options => options.MinFreeMebibytes, 2),
        [AgentSettings.MaxStartTemperature] = ("60.5", options => options.CoolDown.MaxStartMillidegrees, 60_500L),
        [AgentSettings.MaxCoolDown] = ("90s", options => options.CoolDown.MaxDuration, TimeSpan.FromSeconds(90)),
        [AgentSettings.MaxModelMemoryMebibytes] = ("3", options => options.MaxModelMemoryMebibytes, 3),
    };

    /// <summary>Those that the options hold in another form: certificates, which are read at once, a token of a file, and the level of the log.</summary>
    private static readonly Setting[] Others = [AgentSettings.CaCert, AgentSettings.ClientCert, AgentSettings.ClientKey, AgentSettings.EnrolmentTokenFile, AgentSettings.Verbose];

    public static TheoryData<string> Keys => [.. AgentSettings.Section.Settings.Except(Others).Select(setting => setting.Key)];

    [Fact]
    public void Defaults_of_the_settings_are_those_of_the_options()
    {
        var plain = new AgentOptions { Server = new Uri(Server), DataDirectory = Path.GetFullPath(LatBench.Hosting.AgentDirectory.Default) };
        var options = Options(_ => null);

        Assert.All(Samples.Where(sample => sample.Key != AgentSettings.Server), sample => Assert.Equal(sample.Value.Part(plain), sample.Value.Part(options)));
        Assert.Equal((plain.Server, plain.CacheBytes, plain.CoolDown), (options.Server, options.CacheBytes, options.CoolDown));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Setting_reaches_the_options(string key)
    {
        var setting = AgentSettings.Section.Settings.Single(setting => setting.Key == key);
        var (text, part, expected) = Samples[setting];

        Assert.Equal(expected, part(Options(name => name == setting.Variable ? text : null)));
    }

    [Theory]
    [InlineData("LATBENCH_CA_CERT")]
    [InlineData("LATBENCH_CLIENT_CERT")]
    public void Certificate_that_is_missing_is_refused(string variable)
    {
        var error = Assert.Throws<AgentException>(() => Options(name => name == variable ? "/nowhere/x.pem" : null));

        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Agent_without_an_address_says_where_to_give_it()
    {
        var error = Assert.Throws<SettingsException>(() => AgentConfiguration.Options(EffectiveSettings.Resolve(AgentSettings.Section, new Dictionary<Setting, IReadOnlyList<string>>(), _ => null, null)));

        Assert.Equal("The agent needs the address of the coordinator: give it with --server, in LATBENCH_SERVER, or as agent.server in latbench.json.", error.Message);
    }

    private static AgentOptions Options(Func<string, string?> variable) => AgentConfiguration.Options(EffectiveSettings.Resolve(
        AgentSettings.Section, new Dictionary<Setting, IReadOnlyList<string>>(), name => variable(name) ?? (name == AgentSettings.Server.Variable ? Server : null), null));
}
