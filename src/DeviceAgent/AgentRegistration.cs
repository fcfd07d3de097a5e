using LatBench.DeviceAgent.Artifacts;
using LatBench.DeviceAgent.Coordination;
using LatBench.DeviceAgent.CustomOperators;
using LatBench.DeviceAgent.Enrolment;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Hardware.Tools;
using LatBench.DeviceAgent.Leasing;
using LatBench.DeviceAgent.Providers;
using LatBench.DeviceAgent.Running;
using LatBench.DeviceAgent.Spool;
using LatBench.Measurements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent;

/// <summary>The registration of the agent's services, feature by feature.</summary>
internal static class AgentRegistration
{
    private const int MaxRunners = 4;

    private static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);

    /// <summary>Adds what is known of the machine.</summary>
    public static void AddHardware(this IServiceCollection services)
    {
        services.AddSingleton<SystemFiles>();
        services.AddSingleton(provider => AllowedCpus.Of(provider.Options()));
        services.AddSingleton(provider => new HardwareProbe(provider.GetRequiredService<SystemFiles>(), provider.Cpus()));
        services.AddSingleton<IToolbox, ToolProcesses>();
        services.AddSingleton<MachineTools>();
    }

    /// <summary>Adds the runtimes with their runner processes, and the execution providers that they use.</summary>
    public static void AddRunners(this IServiceCollection services)
    {
        services.AddSingleton(provider => provider.Options().ProvidersFile is { } file ? ProviderFile.Read(file) : ProviderConfiguration.None);
        services.AddSingleton(provider =>
        {
            // Models are loaded side by side where each has a CPU to be loaded on; affinity is Linux's alone here.
            var count = OperatingSystem.IsLinux() ? Math.Min(provider.Cpus().Count, MaxRunners) : 1;
            string?[] folders = [provider.GetRequiredService<ProviderConfiguration>().RuntimeFolder, .. provider.Options().Runtimes];
            return new RuntimeSet([.. folders.Select(folder => Runtime(provider, folder, count))]);
        });
        services.AddSingleton<RuntimeDiscovery>();
        services.AddSingleton<CustomOperatorDiscovery>();
    }

    /// <summary>Adds the coordinator and the enrolment at it.</summary>
    public static void AddCoordination(this IServiceCollection services)
    {
        services.AddSingleton(provider => new Coordinator(provider.Options().Server, provider.Options().Tls, provider.GetRequiredService<TimeLimits>()));
        services.AddTransient(provider => new Backoff(MinWait, MaxWait, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<SplitMix64>()));
        services.AddSingleton(provider => DataDirectory.Open(provider.Options().DataDirectory));
        services.AddSingleton(provider => new CredentialFile(provider.Data().Credential));
        services.AddSingleton<DeviceEnrolment>();
        services.AddSingleton<AgentStartup>();
        services.AddSingleton<AgentIdentity>();
    }

    /// <summary>Adds the files of models.</summary>
    public static void AddArtifacts(this IServiceCollection services)
    {
        services.AddSingleton<IArtifactSource, GrpcArtifactSource>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ArtifactDownload>(provider, provider.GetRequiredService<ILogger<ArtifactDownload>>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ArtifactCache>(provider, provider.Data().Artifacts, provider.Options().CacheBytes));
    }

    /// <summary>Adds results on their way to the coordinator.</summary>
    public static void AddSpool(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ResultSpool(provider.Data().Spool));
        services.AddSingleton<SpoolDelivery>();
    }

    /// <summary>Adds the loop that leases jobs and carries them out. Its services are made once the device is enrolled.</summary>
    public static void AddLeasing(this IServiceCollection services)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<JobQueue>(provider, provider.Identity().Device));
        services.AddSingleton(provider => new PauseReporter(
            provider.GetRequiredService<JobQueue>().ReportPauseAsync, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PauseReporter>>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<MachineWatch>(provider, provider.Options().CoolDown));
        services.AddSingleton(provider => new JobRun(
            provider.GetRequiredService<ArtifactCache>(), provider.GetRequiredService<RuntimeSet>().RunnersFor, provider.Identity().Targets, new CpuChoice(provider.Cpus()), provider.Options().CustomOperators));
        services.AddSingleton(provider => new OutcomeWriter(
            new JobReport(provider.GetRequiredService<ResultSpool>(), provider.Identity().Device).Add,
            provider.GetRequiredService<PauseReporter>(),
            provider.GetRequiredService<Backoff>(),
            provider.GetRequiredService<ILogger<OutcomeWriter>>()));
        services.AddSingleton(provider => DiskGate.Of(provider.Options().DataDirectory, provider.Options().MinFreeMebibytes));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<AgentLoop>(provider, provider.GetRequiredService<RuntimeSet>().Main.Runners.Count));
    }

    private static AgentRuntime Runtime(IServiceProvider provider, string? folder, int runners)
    {
        var command = provider.GetRequiredService<RunnerCommand>().WithRuntime(folder);
        return new AgentRuntime(folder, command, new RunnerSet(runners, () => ActivatorUtilities.CreateInstance<RunnerSupervisor>(provider, command)));
    }

    private static AgentOptions Options(this IServiceProvider provider) => provider.GetRequiredService<AgentOptions>();

    private static IReadOnlyList<int> Cpus(this IServiceProvider provider) => provider.GetRequiredService<AllowedCpus>().Cpus;

    private static DataDirectory Data(this IServiceProvider provider) => provider.GetRequiredService<DataDirectory>();

    private static AgentIdentity Identity(this IServiceProvider provider) => provider.GetRequiredService<AgentIdentity>();
}
