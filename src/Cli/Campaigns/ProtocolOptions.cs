using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>The options for the measurement protocol of a campaign.</summary>
internal sealed class ProtocolOptions
{
    private const int MaxPasses = 1000;
    private const int MaxSpreadSeconds = 86_400;
    private const int CoordinatorsSpreadSeconds = 120;

    private readonly Option<double> _error;
    private readonly Option<int> _min = OptionFactory.Whole("--min-passes", "Passes that every model gets [default: 5].", 2, MaxPasses);
    private readonly Option<int> _max = OptionFactory.Whole("--max-passes", "Passes after which a model is left as it is [default: 40].", 2, MaxPasses);
    private readonly Option<(int Min, int Max)?> _passes = new("--passes")
    {
        Description = "Both at once, for example 5..40.",
        HelpName = "MIN..MAX",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var parts = text.Split("..");
            if (parts.Length == 2 && Number(parts[0]) is { } min && Number(parts[1]) is { } max && min >= 2 && max >= min && max <= MaxPasses)
                return (min, max);
            result.AddError($"--passes takes MIN..MAX with 2 <= MIN <= MAX <= {MaxPasses}, for example 5..40, not '{text}'.");
            return null;
        },
    };

    private readonly int? _defaultSpread;
    private readonly Option<int?> _spread = new("--min-spread")
    {
        HelpName = "SECONDS",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Number(text) is { } seconds and <= MaxSpreadSeconds)
                return seconds;
            result.AddError($"--min-spread takes a whole number of seconds from 0 to {MaxSpreadSeconds}, not '{text}'.");
            return null;
        },
    };

    /// <param name="defaultSpread">Seconds of spread where none is given; null for the coordinator's default.</param>
    /// <param name="defaultError">The relative error where none is given.</param>
    public ProtocolOptions(int? defaultSpread = null, double defaultError = 0.02)
    {
        _error = OptionFactory.RelativeError(defaultError);
        _defaultSpread = defaultSpread;
        var shown = defaultSpread ?? CoordinatorsSpreadSeconds;
        _spread.Description = $"The least time from the first pass of a model to its last, in seconds; 0 for none [default: {shown}].";
    }

    public void AddTo(Command command)
    {
        command.Add(_error);
        command.Add(_passes);
        command.Add(_min);
        command.Add(_max);
        command.Add(_spread);
        command.Validators.Add(result =>
        {
            var both = result.GetResult(_passes) is { Implicit: false };
            if (both && (result.GetResult(_min) is { Implicit: false } || result.GetResult(_max) is { Implicit: false }))
                result.AddError("Give either --passes, or --min-passes and --max-passes.");
        });
    }

    /// <summary>The protocol; what is not given stays at zero, which means the coordinator's default.</summary>
    public Protocol Read(CommandContext context, ulong seed)
    {
        var passes = context.Get(_passes);
        return new Protocol
        {
            MaxRelativeError = context.Get(_error),
            MinPasses = passes?.Min ?? context.Get(_min),
            MaxPasses = passes?.Max ?? context.Get(_max),
            MinSpread = (context.Get(_spread) ?? _defaultSpread) is { } seconds ? Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) : null,
            Seed = seed,
        };
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
