using System.CommandLine;
using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>How a campaign measures.</summary>
/// <param name="defaultMinPasses">Visits that every model gets unless told otherwise; <see cref="CoordinatorsMinPasses"/> leaves it to the coordinator.</param>
internal sealed class ProtocolOptions(int defaultMinPasses = ProtocolOptions.CoordinatorsMinPasses)
{
    private const int CoordinatorsMinPasses = 5;
    private const int MostPasses = 1000;

    private readonly Option<double> _error = OptionFactory.RelativeError();
    private readonly Option<int> _min = OptionFactory.Whole("--min-passes", $"Visits that every model gets [default: {defaultMinPasses}].", 2, MostPasses);
    private readonly Option<int> _max = OptionFactory.Whole("--max-passes", "Visits after which a model is left as it is [default: 40].", 2, MostPasses);
    private readonly Option<(int Min, int Max)?> _passes = new("--passes")
    {
        Description = "Both at once, for example 5..40.",
        HelpName = "MIN..MAX",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var parts = text.Split("..");
            if (parts.Length == 2 && Number(parts[0]) is { } min && Number(parts[1]) is { } max && min >= 2 && max >= min && max <= MostPasses)
                return (min, max);
            result.AddError($"--passes takes MIN..MAX with 2 <= MIN <= MAX <= {MostPasses}, for example 5..40, not '{text}'.");
            return null;
        },
    };

    public void AddTo(Command command)
    {
        command.Add(_error);
        command.Add(_passes);
        command.Add(_min);
        command.Add(_max);
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
        var max = passes?.Max ?? context.Get(_max);
        return new Protocol
        {
            MaxRelativeError = context.Get(_error),
            MinPasses = passes?.Min ?? (context.Get(_min) is > 0 and var min ? min : DefaultMinPasses(max)),
            MaxPasses = max,
            Seed = seed,
        };
    }

    private int DefaultMinPasses(int max) => defaultMinPasses == CoordinatorsMinPasses ? 0
        : max == 0 ? defaultMinPasses
        : Math.Min(defaultMinPasses, max);

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
