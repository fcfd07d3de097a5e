using System.Globalization;

namespace LatBench.Coordinator.Waiting;

/// <summary>Explains why a training has not begun.</summary>
internal static class TrainingWaits
{
    /// <summary>Explains why the training waits; null where it is not queued.</summary>
    /// <param name="ahead">Trainings that come before; null where it is not queued.</param>
    public static Wait? Explain(int? ahead) => ahead switch
    {
        null => null,
        0 => new Wait(WaitReason.TrainingQueued, "The training is next: a coordinator takes it within seconds.", ""),
        1 => new Wait(WaitReason.TrainingQueued, "Another training comes first: one predictor is trained at a time.", "") { Ahead = 1 },
        { } count => new Wait(WaitReason.TrainingQueued, $"{count.ToString(CultureInfo.InvariantCulture)} other trainings come first: one predictor is trained at a time.", "") { Ahead = count },
    };
}
