using LatBench.DeviceAgent.Artifacts;
using LatBench.DeviceAgent.Coordination;
using LatBench.DeviceAgent.Enrolment;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Hardware.Tools;
using LatBench.DeviceAgent.Leasing;
using LatBench.DeviceAgent.Providers;
using LatBench.DeviceAgent.Running;
using LatBench.DeviceAgent.Spool;
using LatBench.Measurements;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent;

/// <summary>Puts an agent together and runs it.</summary>
internal sealed class AgentRun(AgentOptions options, RunnerCommand runnerCommand, TimeProvider clock, SplitMix64 jitter, ILoggerFactory loggers)
{
    private const int MaxRunners = 4;

    private static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);

    /// <summary>Runs until told to stop.</summary>
    /// <param name="ready">Called once with the name of the device, when the coordinator knows it.</param>
    /// <param name="stop">Tells the agent to stop.</param>
    /// <exception cref="AgentException">The agent cannot run, or not any longer.</exception>
    public async Task RunAsync(Action<string> ready, CancellationToken stop)
    {
        var configuration = options.ProvidersFile is { } file ? ProviderFile.Read(file) : ProviderConfiguration.None;
        var command = runnerCommand.WithRuntime(configuration.RuntimeFolder);
        using var data = DataDirectory.Open(options.DataDirectory);
        var files = new SystemFiles();
        var allowedCpus = AllowedCpus();
        var hardware = new HardwareProbe(files, allowedCpus);
        using var runners = new RunnerSet(RunnerCount(allowedCpus), () => new RunnerSupervisor(command, files, clock, loggers.CreateLogger<RunnerSupervisor>()));
        var runner = runners.All[0];
        using var coordinator = new Coordinator(options.Server, options.Tls);
        try
        {
            var runtimeVersion = await runner.RuntimeVersionAsync(stop).ConfigureAwait(false);
            var providers = await ProviderDiscovery.RunAsync(configuration.Providers, command, allowedCpus, clock, loggers.CreateLogger<ProviderProbe>(), stop).ConfigureAwait(false);
            var targets = new TargetCatalog(runtimeVersion, hardware.UsableCpus(), providers);
            var precisions = await PrecisionProbe.RunAsync(runner, allowedCpus, stop).ConfigureAwait(false);
            var enrolment = new DeviceEnrolment(
                coordinator, options, new CredentialFile(data.Credential), NewBackoff(), clock, loggers.CreateLogger<DeviceEnrolment>());
            var description = new DeviceDescription(hardware.Describe(), SoftwareProbe.Describe(files, precisions), targets.Targets);
            var device = await enrolment.EnsureAsync(description, stop).ConfigureAwait(false);
            ready(device);

            var spool = new ResultSpool(data.Spool);
            var queue = new JobQueue(coordinator, device, clock);
            using var pauses = new PauseReporter(queue.ReportPauseAsync, clock, loggers.CreateLogger<PauseReporter>());
            var download = new ArtifactDownload(new GrpcArtifactSource(coordinator, clock), pauses, NewBackoff(), loggers.CreateLogger<ArtifactDownload>());
            var cache = new ArtifactCache(data.Artifacts, options.CacheBytes, download, clock, loggers.CreateLogger<ArtifactCache>());
            var watch = new MachineWatch(
                files, new MachineTools(new ToolProcesses(clock), clock), options.CoolDown, clock, loggers.CreateLogger<MachineWatch>());
            await watch.BeginAsync(stop).ConfigureAwait(false);
            var loop = new AgentLoop(
                queue,
                new JobRun(cache, runners.All, targets, new CpuChoice(allowedCpus)),
                runners.All.Count,
                watch,
                new OutcomeWriter(new JobReport(spool, device).Add, pauses, NewBackoff(), loggers.CreateLogger<OutcomeWriter>()),
                DiskGate.Of(options.DataDirectory, options.MinFreeMebibytes),
                pauses,
                new SpoolDelivery(spool, coordinator, clock, loggers.CreateLogger<SpoolDelivery>()),
                NewBackoff(),
                options,
                clock,
                loggers.CreateLogger<AgentLoop>());
            await loop.RunAsync(stop).ConfigureAwait(false);
        }
        catch (RunnerStartException exception)
        {
            throw new AgentException(exception.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop before it was ready.
        }
    }

    /// <summary>Models are loaded side by side where each has a CPU to be loaded on; affinity is Linux's alone here.</summary>
    private static int RunnerCount(IReadOnlyList<int> cpus) => OperatingSystem.IsLinux() ? Math.Min(cpus.Count, MaxRunners) : 1;

    private Backoff NewBackoff() => new(MinWait, MaxWait, clock, jitter);

    private IReadOnlyList<int> AllowedCpus()
    {
        var allowed = CpuAffinity.Get();
        if (options.Cpus is not { } wished) return allowed;
        return wished.All(allowed.Contains)
            ? wished
            : throw new AgentException($"--cpus asks for CPU {string.Join(',', wished)}; this process may use {string.Join(',', allowed)}.");
    }
}
