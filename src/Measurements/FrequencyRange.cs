namespace LatBench.Measurements;

/// <summary>Frequencies of several CPUs at one moment.</summary>
/// <param name="MinKhz">Lowest, in kHz.</param>
/// <param name="MeanKhz">Mean, in kHz.</param>
/// <param name="MaxKhz">Highest, in kHz.</param>
public sealed record FrequencyRange(long MinKhz, long MeanKhz, long MaxKhz);
