using System.Globalization;
using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.Errors;
using LatBench.Storage.Labels;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Measurements;

/// <summary>Finds the latencies that a call is about.</summary>
internal sealed class LabelledTargets(ILabelStore store)
{
    /// <summary>The target in the form that is asked for, or in its only one.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is no such target, or it has several forms and none was named.</exception>
    public async Task<LabelledTarget> FindAsync(string target, V1.ModelConfig? config, CancellationToken cancellationToken)
    {
        if (target.Length == 0)
            throw RpcErrors.InvalidArgument("target", "No target is named: 'latbench measurements targets' shows those with latencies.");
        var faults = new List<(string, string)>();
        var form = config is null ? null : ModelForms.Read(config, "model_config", (field, message) => faults.Add((field, message))).ToForm();
        if (faults.Count > 0)
            throw RpcErrors.InvalidArgument(faults);
        var forms = await store.ListTargetsAsync(target, cancellationToken);
        if (forms.Count == 0)
            throw RpcErrors.NotFound("target", target, $"There is no target '{Shorten(target)}' with latencies: 'latbench measurements targets' shows those there are.");
        if (form is null && forms.Count > 1)
            throw RpcErrors.FailedPrecondition($"{target} has latencies of {forms.Count} forms of models ({Names(forms)}): say which.");
        return (form is null ? forms[0] : forms.FirstOrDefault(candidate => candidate.Form == form))
            ?? throw RpcErrors.NotFound("target", target, $"{target} has no latencies of models as {Name(form!)}: it has {Names(forms)}.");
    }

    /// <summary>Returns the key that the list is ordered and paged by.</summary>
    public static string Key(LabelledTarget target) => string.Create(
        CultureInfo.InvariantCulture, $"{target.Target}\n{target.Form.Dataset}\n{target.Form.Batch:D10}\n{target.Form.Precision}\n{target.Form.GraphVariant}");

    private static string Names(IEnumerable<LabelledTarget> targets) => string.Join("; ", targets.Select(target => Name(target.Form)));

    private static string Name(ModelForm form) => string.Create(CultureInfo.InvariantCulture, $"{form.Dataset}, batch {form.Batch}, {form.Precision}, {form.GraphVariant}");

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
