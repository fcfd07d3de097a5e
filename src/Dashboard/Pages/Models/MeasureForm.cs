using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Problems;
using Microsoft.AspNetCore.Http;

namespace LatBench.Dashboard.Pages.Models;

/// <summary>The form that measures a model, as it was typed.</summary>
/// <param name="Targets">The slugs of the chosen targets.</param>
/// <param name="Precisions">The chosen precisions; none for that of the file.</param>
/// <param name="Dimensions">What was typed for free dimensions, by their names.</param>
/// <param name="Shapes">What was typed for the shapes of inputs, by their names.</param>
/// <param name="Error">The wished error in percent.</param>
/// <param name="Profile">True where the operators are profiled.</param>
/// <param name="RequestId">A text of its own, so that a form that is sent twice starts one campaign.</param>
public sealed record MeasureForm(
    IReadOnlyList<string> Targets, IReadOnlyList<string> Precisions, IReadOnlyDictionary<string, string> Dimensions, IReadOnlyDictionary<string, string> Shapes, string Error, bool Profile, string RequestId)
{
    /// <summary>The prefix of the fields of free dimensions.</summary>
    public const string DimensionField = "dim:";

    /// <summary>The prefix of the fields of shapes.</summary>
    public const string ShapeField = "shape:";

    private const int MaxNameLength = 200;

    // As the command 'latbench measure' asks for: few models have the time, and their tails are worth it.
    private static readonly TimeSpan BlockDuration = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(15);

    private static readonly Dictionary<string, Precision> KnownPrecisions = new() { ["fp32"] = Precision.Fp32, ["fp16"] = Precision.Fp16, ["int8"] = Precision.Int8 };

    /// <summary>Gets an empty form.</summary>
    public static MeasureForm Empty => new([], [], new Dictionary<string, string>(), new Dictionary<string, string>(), "", false, Guid.NewGuid().ToString());

    /// <summary>Reads what a browser sent.</summary>
    /// <param name="form">The fields.</param>
    public static MeasureForm Of(IFormCollection form) => new(
        [.. form["targets"].OfType<string>()],
        [.. form["precisions"].OfType<string>()],
        Fields(form, DimensionField),
        Fields(form, ShapeField),
        form["error"].ToString(),
        form.ContainsKey("profile"),
        form["request"].ToString());

    /// <summary>Makes the request; null and the reason where something that was typed cannot be read.</summary>
    /// <param name="model">The model to measure.</param>
    public (CreateCampaignRequest? Request, FieldErrors Errors) Read(UploadedModel model)
    {
        if (Targets.Count == 0)
            return (null, FieldErrors.Of("targets", "Choose at least one target to measure on."));
        var settings = new InputSettings();
        foreach (var (name, text) in Dimensions)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1)
                return (null, FieldErrors.Of(DimensionField + name, "Write a whole number of 1 or more."));
            settings.Dimensions[name] = value;
        }

        foreach (var (name, text) in Shapes)
        {
            if (ParseShape(text) is not { } shape)
                return (null, FieldErrors.Of(ShapeField + name, "Write the dimensions as in 1x3x224x224."));
            settings.Shapes[name] = shape;
        }

        if (!TryReadError(out var error))
            return (null, FieldErrors.Of("error", "Write a number of percent above 0, such as 1."));
        var inputs = settings.Equals(new InputSettings()) ? null : settings;
        var campaign = new Campaign
        {
            DisplayName = Shortened($"measure {model.DisplayName}"),
            Selection = new Selection { SearchSpace = ModelText.Space, Architectures = new ArchitectureList { Architectures = { model.Name } } },
            Targets = { Targets },
            Protocol = new Protocol { MaxRelativeError = error, MinBlockDuration = Duration.FromTimeSpan(BlockDuration), MinSpread = Duration.FromTimeSpan(Spread) },
            Profile = Profile,
            Remeasure = true,
        };
        var precisions = Precisions.Where(KnownPrecisions.ContainsKey).Select(name => KnownPrecisions[name]).DefaultIfEmpty(Precision.Unspecified);
        campaign.ModelConfigs.AddRange(precisions.Select(precision => new ModelConfig { InputSettings = inputs, Precision = precision }));
        return (new CreateCampaignRequest { Campaign = campaign, RequestId = RequestId }, new FieldErrors());
    }

    private bool TryReadError(out double error)
    {
        error = 0.01;
        if (string.IsNullOrWhiteSpace(Error))
            return true;
        if (!double.TryParse(Error.Trim().TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) || percent is not (> 0 and < 100))
            return false;
        error = percent / 100;
        return true;
    }

    private static InputShape? ParseShape(string text)
    {
        var shape = new InputShape();
        foreach (var part in text.Split('x', '×', ','))
        {
            if (!long.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var dimension))
                return null;
            shape.Dimensions.Add(dimension);
        }

        return shape;
    }

    private static Dictionary<string, string> Fields(IFormCollection form, string prefix) => form
        .Where(field => field.Key.StartsWith(prefix, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(field.Value))
        .ToDictionary(field => field.Key[prefix.Length..], field => field.Value.ToString().Trim(), StringComparer.Ordinal);

    private static string Shortened(string name) => name.Length <= MaxNameLength ? name : name[..(MaxNameLength - 1)] + "…";
}
