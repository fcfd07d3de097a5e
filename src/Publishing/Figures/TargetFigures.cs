using LatBench.Publishing.Content;
using LatBench.Publishing.Tables;
using LatBench.Storage.Labels;
using LatBench.Storage.Models;

namespace LatBench.Publishing.Figures;

/// <summary>The figures on the card for the measurements on one target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Forms">Its figures, form by form: latencies of several forms have no common median.</param>
/// <param name="Canary">The behaviour of the canary over time; null where it was not read.</param>
internal sealed record TargetFigures(string Target, IReadOnlyList<FormFigures> Forms, CanaryFigures? Canary)
{
    public static TargetFigures Of(string target, MeasurementRows rows, IReadOnlyList<CanaryRow> canary, IReadOnlyList<RepeatRow> repeats)
    {
        var again = repeats.ToLookup(row => FormOf(row.First.Model));
        var forms = rows.By(row => FormOf(row.Measurement.Model)).OrderBy(form => form.Key, StringComparer.Ordinal);
        return new(target, [.. forms.Select(form => FormFigures.Of(form.Key, form.Value, [.. again[form.Key]]))], CanaryFigures.Of(canary));
    }

    private static string FormOf(Model model) => new ModelForm(model.Dataset, model.Batch, model.Precision, model.GraphVariant).Describe();
}
