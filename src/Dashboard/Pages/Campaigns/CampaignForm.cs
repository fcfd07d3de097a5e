using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Problems;
using Microsoft.Extensions.Primitives;

namespace LatBench.Dashboard.Pages.Campaigns;

/// <summary>The fields of the form for a new campaign, as they were typed.</summary>
public sealed class CampaignForm
{
    /// <summary>The fields that hold several values.</summary>
    private static readonly string[] Lists = ["targets", "precision"];

    private static readonly string[] Texts =
    [
        "display_name", "space", "choice", "count", "seed", "architectures", "more_targets", "input", "batch", "graph_variant", "min_passes", "max_passes", "max_error", "min_spread",
        "profile", "remeasure", "request_id",
    ];

    private readonly Dictionary<string, StringValues> _fields;

    private CampaignForm(Dictionary<string, StringValues> fields) => _fields = fields;

    /// <summary>Gets the precisions that are chosen.</summary>
    public IReadOnlyList<string> Precisions => ListOf("precision");

    /// <summary>Gets the targets whose boxes are ticked.</summary>
    public IReadOnlyList<string> Targets => ListOf("targets");

    /// <summary>Gets the text of a field; empty where it is not given.</summary>
    /// <param name="field">The name of the field.</param>
    public string this[string field] => _fields.TryGetValue(field, out var value) ? value.ToString().Trim() : "";

    /// <summary>Gets the form with which the page begins.</summary>
    public static CampaignForm Default() => Read(field => field switch
    {
        "choice" => "sample",
        "count" => "60",
        "seed" => "1",
        "precision" => "fp32",
        "batch" => "1",
        _ => default,
    });

    /// <summary>Gets the form with which the page begins: what its address says, else defaults; the only device that takes work is chosen.</summary>
    /// <param name="query">Gets the values of a field in the address.</param>
    /// <param name="devices">The devices that the page shows.</param>
    public static CampaignForm Begin(Func<string, StringValues> query, IReadOnlyList<Device> devices)
    {
        var defaults = Default();
        var form = Read(field => query(field) is { Count: > 0 } given ? given : defaults._fields.GetValueOrDefault(field));
        if (form["architectures"].Length > 0 && query("choice").Count == 0)
            form = form.With("choice", "list");
        // The box of a target that is not shown cannot be ticked.
        var shown = devices.SelectMany(device => device.Targets).Select(target => target.Slug).ToHashSet(StringComparer.Ordinal);
        var others = form.Targets.Where(target => !shown.Contains(target)).ToArray();
        if (others.Length > 0)
            form = form.With("targets", form.Targets.Where(shown.Contains).ToArray()).With("more_targets", string.Join('\n', others));
        var active = devices.Where(device => device is { State: DeviceState.Active, Targets.Count: > 0 }).ToArray();
        return form.Targets.Count == 0 && others.Length == 0 && active is [var only] ? form.With("targets", only.Targets[0].Slug) : form;
    }

    /// <summary>Reads the fields.</summary>
    /// <param name="values">Gets the values of a field.</param>
    public static CampaignForm Read(Func<string, StringValues> values) =>
        new(Lists.Concat(Texts).Select(field => (Field: field, Values: values(field))).Where(field => field.Values.Count > 0).ToDictionary(field => field.Field, field => field.Values));

    /// <summary>Gets the form that would start a campaign once more.</summary>
    public static CampaignForm Of(Campaign campaign)
    {
        var (selection, configs, protocol) = (campaign.Selection ?? new Selection(), campaign.ModelConfigs, campaign.Protocol.ToDomain());
        return Read(field => field switch
        {
            "space" => selection.SearchSpace,
            "choice" => selection.ChoiceCase switch { Selection.ChoiceOneofCase.Architectures => "list", Selection.ChoiceOneofCase.WholeSpace => "whole", _ => "sample" },
            "count" => selection.Sample is { } sample ? Number(sample.Count) : "60",
            "seed" => selection.Sample is { } sample ? sample.Seed.ToString(CultureInfo.InvariantCulture) : "1",
            "architectures" => string.Join('\n', selection.Architectures?.Architectures ?? []),
            "targets" => campaign.Targets.ToArray(),
            "precision" => configs.Select(config => config.Precision.ToString().ToLowerInvariant()).Distinct().ToArray(),
            "batch" => string.Join(", ", configs.Select(config => Number(config.Batch)).Distinct()),
            "input" => configs.Select(InputOf).Distinct().Count() == 1 ? InputOf(configs[0]) : "",
            "graph_variant" => configs.All(config => config.GraphVariant == GraphVariant.Literal) ? "literal" : "",
            "min_passes" => Number(protocol.MinPasses),
            "max_passes" => Number(protocol.MaxPasses),
            "max_error" => (100 * protocol.MaxRelativeError).ToString("0.####", CultureInfo.InvariantCulture),
            "min_spread" => protocol.MinSpread.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
            "profile" when campaign.Profile => "yes",
            "display_name" => campaign.DisplayName,
            _ => default,
        });
    }

    /// <summary>Gets the form with one field changed.</summary>
    public CampaignForm With(string field, StringValues value) => new(new Dictionary<string, StringValues>(_fields) { [field] = value });

    /// <summary>Lists all values, for hidden fields.</summary>
    public IEnumerable<(string Name, string Value)> Values() => _fields.SelectMany(field => field.Value.Select(value => (field.Key, value ?? "")));

    /// <summary>Gets the campaign. What cannot be read is told in <paramref name="errors"/> and left out: the API then says what else is wrong.</summary>
    public Campaign ToCampaign(FieldErrors errors)
    {
        var campaign = new Campaign
        {
            DisplayName = this["display_name"],
            Selection = SelectionOf(errors),
            Remeasure = this["remeasure"].Length > 0,
            Profile = this["profile"].Length > 0,
            Protocol = ProtocolOf(errors),
            Targets = { Targets, LinesOf(this["more_targets"]) },
        };
        var variant = this["graph_variant"] == "literal" ? GraphVariant.Literal : GraphVariant.Unspecified;
        var precisions = Precisions.Select(ParsePrecision).DefaultIfEmpty(Precision.Unspecified).ToArray();
        foreach (var precision in precisions)
        {
            foreach (var batch in Batches(errors))
                campaign.ModelConfigs.Add(new ModelConfig { Input = this["input"], Batch = batch, Precision = precision, GraphVariant = variant });
        }

        return campaign;
    }

    /// <summary>Gets the field of the form that a field of the request stands for; null where there is none.</summary>
    public static string? FieldOf(string requested)
    {
        var field = requested.StartsWith("campaign.", StringComparison.Ordinal) ? requested["campaign.".Length..] : requested;
        var last = field[(field.LastIndexOf('.') + 1)..];
        return field.Split('.', '[')[0] switch
        {
            "display_name" => "display_name",
            "selection" => last switch
            {
                "search_space" => "space",
                "count" => "count",
                "seed" => "seed",
                "whole_space" or "selection" => "choice",
                _ => "architectures",
            },
            "targets" or "target_grid" => "targets",
            "model_config" or "model_configs" => last switch
            {
                "dataset" or "input" or "input_settings" => "input",
                "batch" => "batch",
                "graph_variant" => "graph_variant",
                _ => "precision",
            },
            "protocol" => last switch
            {
                "min_passes" => "min_passes",
                "max_passes" => "max_passes",
                "max_relative_error" => "max_error",
                "min_spread" => "min_spread",
                _ => null,
            },
            _ => null,
        };
    }

    private Selection SelectionOf(FieldErrors errors)
    {
        var selection = new Selection { SearchSpace = this["space"] };
        switch (this["choice"])
        {
            case "list":
                selection.Architectures = new ArchitectureList { Architectures = { LinesOf(this["architectures"]) } };
                break;
            case "whole":
                selection.WholeSpace = new WholeSpace();
                break;
            case "sample":
                selection.Sample = new RandomSample { Count = Whole("count", "The size of the sample", errors), Seed = Seed(errors) };
                break;
        }

        return selection;
    }

    private Protocol ProtocolOf(FieldErrors errors)
    {
        var protocol = new Protocol
        {
            MinPasses = Whole("min_passes", "The least number of passes", errors),
            MaxPasses = Whole("max_passes", "The largest number of passes", errors),
            MaxRelativeError = Real("max_error", "The error", errors) / 100 ?? 0,
        };
        if (Real("min_spread", "The spread", errors) is { } seconds)
        {
            if (seconds is >= 0 and <= 1_000_000)
                protocol.MinSpread = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
            else
                errors.Add("min_spread", "The spread is 0 to 86,400 seconds.");
        }

        return protocol;
    }

    private List<int> Batches(FieldErrors errors)
    {
        var batches = new List<int>();
        foreach (var part in this["batch"].Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var batch) && batch != 0)
                batches.Add(batch);
            else
                errors.Add("batch", $"'{Shorten(part)}' is no batch size: give whole numbers from 1 on, with commas between them.");
        }

        return batches.Count > 0 ? batches : [0];
    }

    private int Whole(string field, string name, FieldErrors errors)
    {
        var text = this[field].Replace(",", "", StringComparison.Ordinal);
        if (text.Length == 0)
            return 0;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        errors.Add(field, $"{name} is a whole number, and '{Shorten(text)}' is none.");
        return 0;
    }

    private ulong Seed(FieldErrors errors)
    {
        var text = this["seed"];
        if (ulong.TryParse(text.Length == 0 ? "0" : text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            return seed;
        errors.Add("seed", $"The seed is a whole number from 0 on, and '{Shorten(text)}' is none.");
        return 0;
    }

    private double? Real(string field, string name, FieldErrors errors)
    {
        var text = this[field].TrimEnd('%', 's').Trim();
        if (text.Length == 0)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        errors.Add(field, $"{name} is a number such as 2 or 0.5, and '{Shorten(text)}' is none.");
        return null;
    }

    private IReadOnlyList<string> ListOf(string field) => _fields.TryGetValue(field, out var values) ? [.. values.OfType<string>().Where(value => value.Length > 0)] : [];

    private static string[] LinesOf(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Precision ParsePrecision(string name) => name switch { "fp16" => Precision.Fp16, "int8" => Precision.Int8, _ => Precision.Fp32 };

    private static string InputOf(ModelConfig config) => config.Input.Length > 0 ? config.Input : config.Dataset switch
    {
        Dataset.Cifar10 => "cifar10",
        Dataset.Cifar100 => "cifar100",
        Dataset.Imagenet16120 => "imagenet16-120",
        _ => "",
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
