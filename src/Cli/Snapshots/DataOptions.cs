using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;
using Option = System.CommandLine.Option;

namespace LatBench.Cli.Snapshots;

/// <summary>The options for the measurements that go into a snapshot.</summary>
internal sealed class DataOptions
{
    private static readonly string[] Verdicts = ["valid", "suspect", "failed"];

    private readonly Option<string[]> _campaigns = OptionFactory.Repeatable("--campaign", "Only this campaign [default: all].", "C");
    private readonly Option<string[]> _targets = OptionFactory.Repeatable("--target", "Only this target [default: all].", "T");
    private readonly Option<string[]> _verdicts = OptionFactory.Repeatable("--verdict", "Only measurements with this verdict: valid, suspect or failed [default: all].", "V");
    private readonly Option<DateTimeOffset?> _from = Time("--from", "Only what was measured at this time or later, for example 2030-01-31 or 2030-01-31T12:00:00Z; UTC unless it says otherwise.");
    private readonly Option<DateTimeOffset?> _until = Time("--until", "Only what was measured before this time.");
    private readonly Option<bool> _private = new("--include-private") { Description = "Publish private devices as well." };
    private readonly Option<bool> _messages = new("--include-messages") { Description = "Publish what agents wrote about failures; it can hold paths and names of a machine." };
    private readonly Option<bool> _predictions = new("--include-predictions") { Description = "Publish what the predictors of the targets say of every architecture as well, in a table of its own; of a search space that is too large to be listed, of the measured ones." };

    private readonly Option<bool> _modelFiles = new("--include-model-files") { Description = "Publish the ONNX files of uploaded models as well, weights included, in the folder models/; see that their owners agree." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _campaigns, _targets, _verdicts, _from, _until, _private, _messages, _predictions, _modelFiles })
            command.Add(option);
        command.Validators.Add(result =>
        {
            foreach (var name in result.GetValue(_campaigns)!.Where(name => ResourceName.Complete("campaigns", name) is null))
                result.AddError($"'{name}' is not the name of a campaign: write campaigns/… or only its last part.");
            foreach (var verdict in result.GetValue(_verdicts)!.Where(verdict => !Verdicts.Contains(verdict)))
                result.AddError(verdict == "cancelled"
                    ? "Cancelled measurements are not published: write valid, suspect or failed."
                    : $"'{verdict}' is not a verdict: write valid, suspect or failed.");
        });
    }

    public void Apply(CommandContext context, CreateSnapshotRequest request)
    {
        request.Campaigns.AddRange(context.Get(_campaigns)!.Select(name => ResourceName.Complete("campaigns", name)));
        request.Targets.AddRange(context.Get(_targets));
        request.Verdicts.AddRange(context.Get(_verdicts)!.Select(verdict => (Verdict)(Array.IndexOf(Verdicts, verdict) + 1)));
        request.MeasuredFrom = context.Get(_from)?.ToTimestamp();
        request.MeasuredUntil = context.Get(_until)?.ToTimestamp();
        request.IncludePrivate = context.Get(_private);
        request.IncludeMessages = context.Get(_messages);
        request.IncludePredictions = context.Get(_predictions);
        request.IncludeModelFiles = context.Get(_modelFiles);
    }

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => Parse(name, result),
    };

    private static DateTimeOffset? Parse(string name, ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return time;
        result.AddError($"{name} '{text}' is not a time: write it like 2030-01-31 or 2030-01-31T12:00:00Z.");
        return null;
    }
}
