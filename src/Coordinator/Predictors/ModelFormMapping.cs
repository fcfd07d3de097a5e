using LatBench.Coordinator.Campaigns;
using LatBench.Coordinator.Measurements;
using LatBench.Storage.Labels;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Predictors;

/// <summary>Forms of models as requests about predictors name them.</summary>
internal static class ModelFormMapping
{
    /// <summary>The form of a message without faults, defaults filled in.</summary>
    public static ModelForm ReadForm(this V1.ModelConfig config) => ModelForms.Read(config, "", (_, _) => { }).ToForm();

    /// <summary>Returns the faults of a message; none where all is well.</summary>
    public static IReadOnlyList<(string Field, string Message)> Faults(this V1.ModelConfig? config, string field)
    {
        var faults = new List<(string, string)>();
        ModelForms.Read(config, field, (at, message) => faults.Add((at, message)));
        return faults;
    }
}
