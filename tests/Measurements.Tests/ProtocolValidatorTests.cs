namespace LatBench.Measurements.Tests;

public sealed class ProtocolValidatorTests
{
    private static readonly MeasurementProtocol Good = new();

    public static TheoryData<string, string, MeasurementProtocol> Bad() => new()
    {
        { "min_passes", "min_passes is 1, which is not in the range from 2 to 1000.", Good with { MinPasses = 1 } },
        { "max_passes", "max_passes is 4, less than min_passes, which is 5; give a number from min_passes to 1000.", Good with { MaxPasses = 4 } },
        { "max_passes", "max_passes is 1001, which is not in the range from 2 to 1000.", Good with { MaxPasses = 1001 } },
        { "max_relative_error", "max_relative_error is 0, which is not in the range from 0.0001 to below 1 (0.02 is 2 %).", Good with { MaxRelativeError = 0 } },
        { "max_relative_error", "max_relative_error is NaN, which is not in the range from 0.0001 to below 1 (0.02 is 2 %).", Good with { MaxRelativeError = double.NaN } },
        { "max_relative_error", "max_relative_error is 1, which is not in the range from 0.0001 to below 1 (0.02 is 2 %).", Good with { MaxRelativeError = 1 } },
        { "max_relative_error", "max_relative_error is 1E-05, which is not in the range from 0.0001 to below 1 (0.02 is 2 %).", Good with { MaxRelativeError = 0.00001 } },
        { "min_spread", "min_spread is -1 s, which is not in the range from 0 s to 86400 s.", Good with { MinSpread = TimeSpan.FromSeconds(-1) } },
        { "min_block_duration", "min_block_duration is 0 s, which is not in the range from above 0 to 60 s.", Good with { MinBlockDuration = TimeSpan.Zero } },
        { "min_block_samples", "min_block_samples is 10001, which is not in the range from 1 to 10000.", Good with { MinBlockSamples = 10_001 } },
        { "max_warm_up_inferences", "max_warm_up_inferences is 0, which is not in the range from 1 to 10000.", Good with { MaxWarmUpInferences = 0 } },
        { "model_timeout", "model_timeout is 0.5 s, which is not in the range from 1 s to 3600 s.", Good with { ModelTimeout = TimeSpan.FromSeconds(0.5) } },
    };

    [Fact]
    public void Validate_defaults_are_good() => Assert.Empty(ProtocolValidator.Validate(Good));

    [Theory]
    [MemberData(nameof(Bad))]
    public void Validate_names_field_value_and_range(string field, string message, MeasurementProtocol protocol) =>
        Assert.Equal(new ProtocolViolation(field, message), Assert.Single(ProtocolValidator.Validate(protocol)));

    [Fact]
    public void Validate_tells_everything_at_once() =>
        Assert.Equal(
            ["min_passes", "max_relative_error", "min_block_samples"],
            ProtocolValidator.Validate(Good with { MinPasses = 0, MaxRelativeError = 2, MinBlockSamples = -1 }).Select(violation => violation.Field));
}
