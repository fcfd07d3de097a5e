using LatBench.Storage.Signals;

namespace LatBench.Storage.Tests.Signals;

public sealed class TopicsTests
{
    [Fact]
    public void Names_are_frozen_for_replicas_of_another_build()
    {
        Assert.Equal("device:lab", Topics.Device("lab"));
        Assert.Equal("campaign:12345", Topics.Campaign(12345));
        Assert.Equal("predictor:12345", Topics.Predictor(12345));
        Assert.Equal("trainings", Topics.Trainings);
        Assert.Equal("promotions", Topics.Promotions);
    }
}
