using System.Net.Security;
using LatBench.Contracts.Transport;
using LatBench.Settings;

namespace LatBench.DeviceAgent;

/// <summary>The options of an agent from its settings.</summary>
internal static class AgentConfiguration
{
    private const int BytesPerMebibyte = 1 << 20;
    private const double MillidegreesPerDegree = 1000;

    /// <exception cref="SettingsException">There is no address, or the file of a token cannot be read.</exception>
    /// <exception cref="AgentException">A certificate cannot be used.</exception>
    public static AgentOptions Options(EffectiveSettings settings) => new()
    {
        Server = settings.Find(AgentSettings.Server)
            ?? throw new SettingsException($"The agent needs the address of the coordinator: give it with {AgentSettings.Server.Flag}, in {AgentSettings.Server.Variable}, or as {AgentSettings.Server.FullKey} in {ConfigurationFile.Name}."),
        DataDirectory = Path.GetFullPath(settings.Get(AgentSettings.Data)),
        DeviceId = settings.Find(AgentSettings.Device),
        Cpus = settings.Find(AgentSettings.Cpus),
        ProvidersFile = settings.Find(AgentSettings.Providers),
        Runtimes = [.. (settings.Find(AgentSettings.Runtimes) ?? []).Select(Path.GetFullPath)],
        CustomOperators = [.. (settings.Find(AgentSettings.CustomOperators) ?? []).Select(Path.GetFullPath)],
        EnrolmentToken = settings.Secret(AgentSettings.EnrolmentToken, AgentSettings.EnrolmentTokenFile),
        Tls = Tls(settings),
        CacheBytes = (long)settings.Get(AgentSettings.CacheMebibytes) * BytesPerMebibyte,
        MinFreeMebibytes = settings.Get(AgentSettings.MinFreeMebibytes),
        CoolDown = new()
        {
            MaxStartMillidegrees = (long?)(settings.FindValue(AgentSettings.MaxStartTemperature) * MillidegreesPerDegree),
            MaxDuration = settings.Get(AgentSettings.MaxCoolDown),
        },
        MaxModelMemoryMebibytes = settings.FindValue(AgentSettings.MaxModelMemoryMebibytes),
    };

    private static SslClientAuthenticationOptions Tls(EffectiveSettings settings)
    {
        try
        {
            return ClientTls.Options(settings.Find(AgentSettings.CaCert), settings.Find(AgentSettings.ClientCert), settings.Find(AgentSettings.ClientKey));
        }
        catch (InvalidOperationException exception)
        {
            throw new AgentException(exception.Message);
        }
    }
}
