using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Devices;
using LatBench.Cli.Quickstart;
using LatBench.Contracts.V1;
using LatBench.ModelFiles;
using LatBench.ModelFiles.Runtimes;

namespace LatBench.Cli.Measure;

/// <summary>The devices that a command measures files on. They are asked for once, when they are needed first, and not before the agent of this machine runs.</summary>
internal sealed class MeasuredDevices
{
    private const string Prefix = "devices/";

    private readonly CommandContext _context;
    private readonly CoordinatorConnection _connection;
    private readonly Task<LocalAgent>? _local;
    private readonly Lazy<Task<Campaign>> _named;

    /// <param name="context">The run of the command.</param>
    /// <param name="connection">The coordinator.</param>
    /// <param name="plan">The plan, which names the targets.</param>
    /// <param name="local">The agent of this machine; null where the command has none to do with.</param>
    public MeasuredDevices(CommandContext context, CoordinatorConnection connection, MeasurePlan plan, Task<LocalAgent>? local = null)
    {
        (_context, _connection, _local) = (context, connection, local);
        _named = new Lazy<Task<Campaign>>(async () =>
        {
            var campaign = new Campaign();
            if (local is not null)
                await local;
            await plan.NameTargets(context, connection, campaign);
            return campaign;
        });
    }

    /// <summary>Makes a campaign that names the targets of the command, and nothing else.</summary>
    /// <exception cref="CliException">There is no device, or several and none is named.</exception>
    public async Task<Campaign> NameAsync() => (await _named.Value).Clone();

    /// <summary>Refuses a model that needs a custom operator which one of the devices lacks. Where a model needs none, the devices are not asked for.</summary>
    /// <exception cref="ModelFileException">A device lacks an operator.</exception>
    public async Task RequireOperatorsAsync(ModelDescription model)
    {
        await RequireOperatorsAsync(RuntimeCheck.CustomOperators(model, RuntimeLimits.OnnxRuntime131));
    }

    /// <summary>The same of a model that the coordinator has.</summary>
    /// <param name="needed">The custom operators that it needs.</param>
    /// <exception cref="ModelFileException">A device lacks an operator.</exception>
    public async Task RequireOperatorsAsync(IReadOnlyCollection<string> needed)
    {
        if (needed.Count == 0)
            return;
        foreach (var device in await ReadAsync())
            if (needed.Except(device.Software?.CustomOperators ?? []).FirstOrDefault() is { } missing)
                throw new ModelFileException($"The model needs the custom operator '{missing}', which ONNX Runtime and {device.Name} lack: {await RemedyAsync(device)}");
    }

    private async Task<IReadOnlyList<Device>> ReadAsync()
    {
        var campaign = await _named.Value;
        var names = campaign.Targets.Concat(campaign.TargetGrid?.Devices ?? []).Select(NameOf).ToHashSet(StringComparer.Ordinal);
        return [.. (await DeviceCommands.ReadAsync(_connection, _context.CancellationToken)).Where(device => names.Contains(device.Name))];
    }

    private async Task<string> RemedyAsync(Device lacking) => _local is null ? OfAnother : await _local switch
    {
        { WasRunning: false } own when own.Device.Name == lacking.Name => "name a library of it with --custom-operators, or export the model with operators of ONNX only.",
        { } running when running.Device.Name == lacking.Name => "its agent ran before this command, so end it (latbench down) and name a library with --custom-operators, or start it with one (latbench agent run --custom-operators LIBRARY).",
        _ => OfAnother,
    };

    private static string OfAnother => "start the agent of this device with a library of it (latbench agent run --custom-operators LIBRARY), or name another device.";

    /// <summary>The device of a target, which may be named by the device alone.</summary>
    private static string NameOf(string target) => Prefix + (target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..] : target).Split('/')[0];
}
