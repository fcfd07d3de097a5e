using LatBench.Measurements;
using LatBench.Publishing.Tables;

namespace LatBench.Publishing.Tests.Tables;

public sealed class NamesTests
{
    [Fact]
    public void Of_every_value_has_its_frozen_word()
    {
        Assert.Equal(["valid", "suspect", "failed", "cancelled"], Enum.GetValues<Verdict>().Select(Names.Of));
        Assert.Equal(["error_target_met", "pass_limit", "failed", "cancelled", "device_absent", "device_removed"], Enum.GetValues<StopReason>().Select(Names.Of));
        Assert.Equal(
            [
                "model_rejected", "runner_crashed", "timed_out", "out_of_memory", "artifact_corrupt", "artifact_unavailable", "target_unsupported",
                "invalid_output", "internal", "lease_expired", "device_removed", "device_absent",
            ],
            Enum.GetValues<FailureReason>().Select(Names.Of));
    }
}
