using LatBench.Coordinator.Hosting;
using LatBench.Settings;

namespace LatBench.Coordinator.Tests.Hosting;

/// <summary>Every setting of the coordinator reaches its options, and the defaults are the same in both.</summary>
public sealed class CoordinatorConfigurationTests
{
    private static readonly Dictionary<Setting, IReadOnlyList<string>> NoFlags = [];

    /// <summary>A value of each setting that is not its default.</summary>
    private static readonly Dictionary<Setting, string> Samples = new()
    {
        [CoordinatorSettings.Data] = "/elsewhere",
        [CoordinatorSettings.Http] = "localhost:1",
        [CoordinatorSettings.Grpc] = "[::1]:2",
        [CoordinatorSettings.Database] = "Host=db",
        [CoordinatorSettings.DatabaseFile] = typeof(CoordinatorConfigurationTests).Assembly.Location,
        [CoordinatorSettings.Artifacts] = "s3://bucket/prefix",
        [CoordinatorSettings.Insecure] = "true",
        [CoordinatorSettings.TlsCertificate] = "cert.pem",
        [CoordinatorSettings.TlsKey] = "key.pem",
        [CoordinatorSettings.ClientCa] = "ca.pem",
        [CoordinatorSettings.MaxConcurrentCalls] = "1",
        [CoordinatorSettings.MaxCallsPerSecond] = "2",
        [CoordinatorSettings.QuarantineAfter] = "0",
        [CoordinatorSettings.MaxModelMebibytes] = "4",
        [CoordinatorSettings.BrowserTimeoutMinutes] = "1.5",
        [CoordinatorSettings.LeaseSeconds] = "6",
        [CoordinatorSettings.WebRuntimes] = "/runtimes",
    };

    public static TheoryData<string> Keys => [.. CoordinatorSettings.Section.Settings.Select(setting => setting.Key)];

    [Fact]
    public void Defaults_of_the_settings_are_those_of_the_options()
    {
        var options = CoordinatorConfiguration.Options(EffectiveSettings.Resolve(CoordinatorSettings.Section, NoFlags, _ => null, null));

        Assert.Equal(new CoordinatorOptions { DataDirectory = Path.GetFullPath(LatBench.Hosting.DataDirectory.Default) }, options);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Setting_reaches_the_options(string key)
    {
        var setting = CoordinatorSettings.Section.Settings.Single(setting => setting.Key == key);
        var before = CoordinatorConfiguration.Options(EffectiveSettings.Resolve(CoordinatorSettings.Section, NoFlags, _ => null, null));
        var after = CoordinatorConfiguration.Options(EffectiveSettings.Resolve(CoordinatorSettings.Section, NoFlags, name => name == setting.Variable ? Samples[setting] : null, null));

        Assert.NotEqual(before, after);
    }

    [Fact]
    public void Values_are_read_in_their_units()
    {
        var options = CoordinatorConfiguration.Options(EffectiveSettings.Resolve(
            CoordinatorSettings.Section, NoFlags, name => Samples.FirstOrDefault(sample => sample.Key.Variable == name && sample.Key != CoordinatorSettings.DatabaseFile).Value, null));

        Assert.Equal(
            ("127.0.0.1:1", "[::1]:2", "Host=db", 4L << 20, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(6)),
            (options.Http.ToString(), options.Grpc.ToString(), options.Database, options.MaxModelBytes, options.BrowserTimeout, options.LeaseDuration));
        Assert.Equal(("s3://bucket/prefix", Path.GetFullPath("/elsewhere")), (options.Artifacts, options.DataDirectory));
    }
}
