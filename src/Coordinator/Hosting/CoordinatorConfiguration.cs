using LatBench.Settings;

namespace LatBench.Coordinator.Hosting;

/// <summary>The options of a coordinator from its settings.</summary>
internal static class CoordinatorConfiguration
{
    /// <exception cref="SettingsException">The file with the connection string cannot be read.</exception>
    public static CoordinatorOptions Options(EffectiveSettings settings) => new()
    {
        DataDirectory = Path.GetFullPath(settings.Get(CoordinatorSettings.Data)),
        Http = settings.Get(CoordinatorSettings.Http),
        Grpc = settings.Get(CoordinatorSettings.Grpc),
        Database = settings.Secret(CoordinatorSettings.Database, CoordinatorSettings.DatabaseFile),
        Artifacts = settings.Find(CoordinatorSettings.Artifacts) is not { } artifacts || CoordinatorOptions.IsAddress(artifacts) ? settings.Find(CoordinatorSettings.Artifacts) : Path.GetFullPath(artifacts),
        WebRuntimes = settings.Find(CoordinatorSettings.WebRuntimes) is { } beside ? Path.GetFullPath(beside) : null,
        Insecure = settings.Get(CoordinatorSettings.Insecure),
        TlsCertificateFile = settings.Find(CoordinatorSettings.TlsCertificate),
        TlsKeyFile = settings.Find(CoordinatorSettings.TlsKey),
        ClientCaFile = settings.Find(CoordinatorSettings.ClientCa),
        CallsAtOnce = settings.Get(CoordinatorSettings.MaxConcurrentCalls),
        CallsPerSecond = settings.Get(CoordinatorSettings.MaxCallsPerSecond),
        QuarantineAfter = settings.Get(CoordinatorSettings.QuarantineAfter),
        MaxModelBytes = (long)settings.Get(CoordinatorSettings.MaxModelMebibytes) << 20,
        BrowserTimeout = TimeSpan.FromMinutes(settings.Get(CoordinatorSettings.BrowserTimeoutMinutes)),
        LeaseDuration = TimeSpan.FromSeconds(settings.Get(CoordinatorSettings.LeaseSeconds)),
    };
}
