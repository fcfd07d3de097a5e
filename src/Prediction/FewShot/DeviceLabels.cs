using LatBench.Prediction.Labels;

namespace LatBench.Prediction.FewShot;

/// <summary>The name and the latencies of one device that a prior is learnt from.</summary>
/// <param name="Device">Its name, for messages.</param>
/// <param name="Labels">Its latencies; architectures without one are predicted from the others.</param>
public sealed record DeviceLabels(string Device, IReadOnlyList<LabelledArchitecture> Labels);
