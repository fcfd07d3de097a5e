using System.Globalization;

namespace LatBench.Measurements;

/// <summary>Checks the settings of a protocol before anything is measured with them.</summary>
public static class ProtocolValidator
{
    private const int MaxPassesLimit = 1000;
    private const int MaxInferences = 10_000;

    /// <summary>Everything that is wrong with a protocol; empty where nothing is.</summary>
    public static IReadOnlyList<ProtocolViolation> Validate(MeasurementProtocol protocol)
    {
        var violations = new List<ProtocolViolation>();
        Count("min_passes", protocol.MinPasses, 2, MaxPassesLimit);
        if (protocol.MaxPasses < protocol.MinPasses)
            Add("max_passes", $"max_passes is {protocol.MaxPasses}, less than min_passes, which is {protocol.MinPasses}; give a number from min_passes to {MaxPassesLimit}.");
        else
            Count("max_passes", protocol.MaxPasses, 2, MaxPassesLimit);
        if (!(protocol.MaxRelativeError is >= 0.0001 and < 1))
            Add("max_relative_error", $"max_relative_error is {protocol.MaxRelativeError}, which is not in the range from 0.0001 to below 1 (0.02 is 2 %).");
        Duration("min_spread", protocol.MinSpread, TimeSpan.Zero, TimeSpan.FromDays(1), "0 s to 86400 s");
        Duration("min_block_duration", protocol.MinBlockDuration, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(60), "above 0 to 60 s");
        Count("min_block_samples", protocol.MinBlockSamples, 1, MaxInferences);
        Count("max_warm_up_inferences", protocol.MaxWarmUpInferences, 1, MaxInferences);
        Duration("model_timeout", protocol.ModelTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "1 s to 3600 s");
        return violations;

        void Add(string field, FormattableString message) =>
            violations.Add(new ProtocolViolation(field, message.ToString(CultureInfo.InvariantCulture)));

        void Count(string field, int value, int least, int most)
        {
            if (value < least || value > most)
                Add(field, $"{field} is {value}, which is not in the range from {least} to {most}.");
        }

        void Duration(string field, TimeSpan value, TimeSpan least, TimeSpan most, string range)
        {
            if (value < least || value > most)
                Add(field, $"{field} is {value.TotalSeconds} s, which is not in the range from {range}.");
        }
    }
}
