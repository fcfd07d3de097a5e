using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Campaigns;

/// <summary>Failed measurements with the same reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">The number of measurements.</param>
/// <param name="Messages">The different messages, the most frequent first, at most <see cref="MaxMessages"/>.</param>
internal sealed record FailureGroup(FailureReason Reason, int Count, IReadOnlyList<FailureMessage> Messages)
{
    /// <summary>The largest number of messages of a group.</summary>
    public const int MaxMessages = 5;

    /// <summary>Groups failed measurements, the largest group first.</summary>
    public static IReadOnlyList<FailureGroup> Of(IEnumerable<Measurement> failed) =>
    [
        .. from measurement in failed
           group measurement by measurement.FailureReason into reason
           orderby reason.Count() descending, reason.Key
           select new FailureGroup(reason.Key, reason.Count(), MessagesOf(reason)),
    ];

    private static IReadOnlyList<FailureMessage> MessagesOf(IEnumerable<Measurement> failed) =>
    [
        .. (from measurement in failed
            group measurement by measurement.FailureMessage into message
            orderby message.Count() descending
            select new FailureMessage(message.Key, message.Count(), message.First().Name)).Take(MaxMessages),
    ];
}

/// <summary>A message that failed measurements have in common.</summary>
/// <param name="Text">The message.</param>
/// <param name="Count">The number of measurements.</param>
/// <param name="Example">The name of one of them.</param>
internal sealed record FailureMessage(string Text, int Count, string Example);
