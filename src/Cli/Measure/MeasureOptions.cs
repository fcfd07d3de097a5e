using System.CommandLine;
using System.CommandLine.Parsing;
using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;
using LatBench.Models;
using LatBench.Settings;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace LatBench.Cli.Measure;

/// <summary>The options of commands that measure ONNX files: where, with which inputs, in which configurations, by which protocol.</summary>
internal sealed class MeasureOptions
{
    private const int DefaultSpreadSeconds = 15;

    private const double DefaultError = 0.01;

    /// <summary>Blocks are longer than those of a campaign of thousands of models: few files have the time, and their tails are worth it.</summary>
    private static readonly TimeSpan BlockDuration = TimeSpan.FromMilliseconds(50);

    private readonly TargetOptions _targets = new();
    private readonly InputOptions _inputs = new();
    private readonly ListOption<int> _batch = ListOption.Whole("--batch", "Value of the batch dimension of every model that has a free one [default: 1]", 1, ModelConfiguration.MaxBatch);
    private readonly ListOption<Precision> _precision = ListOption.Words("--precision", "Numeric precision, converted where a model has another [default: that of the file]", new Dictionary<string, Precision>
    {
        ["fp32"] = Precision.Fp32,
        ["fp16"] = Precision.Fp16,
        ["int8"] = Precision.Int8,
    });

    private readonly SettingFlags _agent = new([AgentSettings.CustomOperators]);
    private readonly ProtocolOptions _protocol = new(DefaultSpreadSeconds, DefaultError);
    private readonly Option<ulong> _seed = OptionFactory.Seed("--seed", "Seed of the order of measuring.");

    private IReadOnlyList<Option> _added = [];

    public void AddTo(Command command)
    {
        var before = command.Options.ToHashSet();
        _targets.AddTo(command);
        _inputs.AddTo(command);
        command.Add(_batch);
        command.Add(_precision);
        foreach (var option in _agent.Options)
        {
            option.Description = "Library of custom operators that models need, for the agent that this command starts; the option may be given several times [default: those of the agent's settings].";
            command.Add(option);
        }

        _protocol.AddTo(command);
        command.Add(_seed);
        _added = [.. command.Options.Except(before)];
    }

    /// <summary>Finds an option that is given where nothing is measured; null where there is none.</summary>
    /// <param name="result">The line.</param>
    /// <param name="allowed">Names of options that have a use there all the same.</param>
    public Option? Idle(CommandResult result, params IReadOnlyList<string> allowed) =>
        _added.FirstOrDefault(option => !allowed.Contains(option.Name) && result.GetResult(option) is { Implicit: false });

    /// <summary>Gets the targets that are named with <c>--target</c>.</summary>
    public string[] Targets(CommandContext context) => _targets.Named(context);

    /// <summary>The plan of measuring some files, without a profile, anew.</summary>
    public MeasurePlan Read(CommandContext context, IReadOnlyList<string>? paths = null)
    {
        var protocol = _protocol.Read(context, context.Get(_seed));
        protocol.MinBlockDuration = Duration.FromTimeSpan(BlockDuration);
        return new MeasurePlan
        {
            Paths = paths ?? [],
            Configurations = Configurations(_inputs.Read(context, paths ?? []), context.Get(_batch), context.Get(_precision)),
            Protocol = protocol,
            Profile = false,
            Remeasure = true,
            AgentArguments = context.Arguments(_agent),
            NameTargets = _targets.ReadAsync,
        };
    }

    private static IReadOnlyList<ModelConfig> Configurations(InputSettings? inputs, int[] batches, Precision[] precisions) =>
    [
        .. from precision in precisions.Length > 0 ? precisions : [Precision.Unspecified]
           from batch in batches.Length > 0 ? batches : [0]
           select new ModelConfig { InputSettings = inputs, Batch = batch, Precision = precision },
    ];
}
