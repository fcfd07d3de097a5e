using LatBench.Measurements;
using LatBench.Publishing.Content;
using LatBench.Publishing.Packaging;
using LatBench.Publishing.Tests.Fakes;
using LatBench.Storage.Measurements;

namespace LatBench.Publishing.Tests.Packaging;

public sealed class SelectionTextTests
{
    [Fact]
    public void Of_everything_said_is_one_canonical_text()
    {
        var names = new PublishedNames([(Given.TargetOf(Given.Target), Given.Device())]);
        var request = new SnapshotRequest
        {
            Selection = new PublicationSelection([3, 1, 3], [Given.Target, Given.Target])
            {
                Verdicts = [Verdict.Failed, Verdict.Valid],
                MeasuredFrom = Given.Start,
                MeasuredUntil = Given.Start.AddDays(1).AddMicroseconds(5),
                IncludesPrivate = true,
            },
            IncludesMessages = true,
            Predictions = new MadeUpPredictions(Given.Target),
            RepeatCampaignId = 9,
        };

        Assert.Equal(
            $"campaigns=1,3;targets={Given.Target};verdicts=valid,failed;from=2024-03-01T12:00:00Z;until=2024-03-02T12:00:00.000005Z;with=private,messages,predictions;repeat=9",
            SelectionText.Of(request, names));
        Assert.Equal("everything", SelectionText.Of(new SnapshotRequest(), names));
    }
}
