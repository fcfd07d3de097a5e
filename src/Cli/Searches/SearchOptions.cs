using System.CommandLine;
using System.Globalization;
using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.LatencyTables;

namespace LatBench.Cli.Searches;

/// <summary>The options of a search.</summary>
internal sealed class SearchOptions
{
    private static readonly Dictionary<string, SearchPrior> Priors = new() { ["none"] = SearchPrior.Unspecified, ["parameters"] = SearchPrior.Parameters, ["macs"] = SearchPrior.Macs };

    private readonly Option<string> _name = new("--name") { Description = "A title for people.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    private readonly Option<string> _strategy = new("--strategy")
    {
        Description = "The strategy that chooses: latbench, brp-nas, gaussian-process, gcn, evolution, local-search or random.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "latbench",
    };

    private readonly Option<int> _budget = OptionFactory.Whole("--budget", "How many trainings it may ask for.", 1, 10_000, 100);

    private readonly Option<ulong> _seed = OptionFactory.Seed("--seed", "The same seed and the same reports give the same suggestions.");

    private readonly Option<string[]> _limits = OptionFactory.Repeatable("--limit", "The most milliseconds on a target: TARGET=MS, or MS for the only active device; another unit may follow the number: ns, us, s.", "LIMIT");

    private readonly Option<bool> _confident = new("--confident") { Description = "Ask that the upper end of the prediction's 90 % interval meets the limits." };

    private readonly Option<string?> _front = new("--front") { Description = "Look for the whole front of accuracy and latency on this target, instead of the best within the limits.", HelpName = "TARGET" };

    private readonly Option<int> _winners = OptionFactory.Whole("--winners", "How many winners a verification has to confirm.", 1, 100, 3);

    private readonly WordOption<SearchPrior> _prior = new("--prior", "What is taken for better before anything is known", Priors, "none");

    private readonly Option<bool> _transfer = new("--transfer") { Description = "With brp-nas: begin with what a network has learnt of the predicted latencies." };

    private readonly Option<int> _candidates = OptionFactory.Whole("--candidates", "In a search space that is too large to be listed: how many architectures are drawn as candidates.", 1, 1_000_000, 20_000);

    private readonly Option<double?> _alpha = new("--alpha") { Description = "With brp-nas and gcn: the share of an iteration that comes from the top of the ranking, 0 to 1 [default: 0.5].", HelpName = "SHARE" };

    private readonly Option<int> _iterations = OptionFactory.Whole("--iterations", "With brp-nas and gcn: into how many iterations the budget is divided.", 1, 1000, 5);

    private readonly ModelConfigurationOptions _configuration = ModelConfigurationOptions.Optional();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _name, _strategy, _budget, _seed, _limits, _confident, _front, _winners, _prior, _transfer, _candidates, _alpha, _iterations })
            command.Add(option);
        _configuration.AddTo(command);
    }

    public async Task<Search> ReadAsync(CommandContext context, CoordinatorConnection connection)
    {
        var search = new Search
        {
            DisplayName = context.Get(_name),
            Strategy = context.Get(_strategy),
            StrategyOptions = new SearchStrategyOptions { Iterations = context.Get(_iterations) },
            Budget = context.Get(_budget),
            Seed = context.Get(_seed),
            Confident = context.Get(_confident),
            Winners = context.Get(_winners),
            Prior = context.Get(_prior),
            Transfer = context.Get(_transfer),
            SampledCandidates = context.Get(_candidates),
            ModelConfig = _configuration.ReadGiven(context)?.ToProto(),
        };
        if (context.Get(_alpha) is { } alpha)
            search.StrategyOptions.Alpha = alpha;
        if (context.Get(_front) is { } front)
            (search.Goal, search.FrontTarget) = (SearchGoal.Front, front);
        foreach (var limit in context.Get(_limits)!)
            search.Limits.Add(await ReadLimitAsync(limit, context, connection));
        return search;
    }

    private static string NumberOf(string text) => text[..(text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1)];

    private static async Task<SearchLimit> ReadLimitAsync(string text, CommandContext context, CoordinatorConnection connection)
    {
        var sign = text.LastIndexOf('=');
        var number = NumberOf(text[(sign + 1)..]);
        var word = text[(sign + 1 + number.Length)..].TrimStart();
        var unit = word.Length == 0 ? LatencyUnit.Milliseconds : LatencyUnit.Find(word);
        if (unit is null || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            throw new CliException($"--limit takes TARGET=MS or MS, such as lab-xeon=2.5 or lab-xeon=800us, not '{text}'.", ExitCode.WrongUsage);
        var target = sign >= 0 ? text[..sign] : (await DefaultTarget.ReadAsync(connection, context.CancellationToken))[0];
        return new SearchLimit { Target = target, MaxLatencyMs = count * unit.One.Milliseconds };
    }
}
