using System.Collections.Frozen;

namespace LatBench.Dashboard.Live;

/// <summary>A live component with its argument, as a browser subscribes to it: <c>CampaignProgress:campaigns/7</c>.</summary>
/// <param name="Component">The type of the component.</param>
/// <param name="Argument">Its argument.</param>
internal sealed record LiveTopic(Type Component, string Argument)
{
    private const int MaxLength = 300;

    private static readonly FrozenDictionary<string, Type> Components = typeof(LiveTopic).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(LiveComponent)) && !type.IsAbstract)
        .ToFrozenDictionary(type => type.Name);

    /// <summary>Parses a topic; null where there is no such component.</summary>
    public static LiveTopic? Parse(string? text)
    {
        if (text is null || text.Length > MaxLength || text.Any(char.IsControl))
            return null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && Components.TryGetValue(text[..colon], out var component) ? new LiveTopic(component, text[(colon + 1)..]) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Component.Name}:{Argument}";
}
