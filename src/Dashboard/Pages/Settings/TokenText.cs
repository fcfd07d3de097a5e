using System.Globalization;
using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Settings;

/// <summary>Tokens and roles in words.</summary>
internal static class TokenText
{
    /// <summary>The roles that a token can be made for, the weakest first.</summary>
    public static IReadOnlyList<Role> Offered { get; } = [Role.Viewer, Role.Submitter, Role.Admin, Role.Enrolment];

    /// <summary>Gets the word for a role.</summary>
    public static string Of(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>Describes in one sentence what a role may do.</summary>
    public static string Describe(Role role) => role switch
    {
        Role.Admin => "Does everything: devices, tokens, and all that a submitter does.",
        Role.Submitter => "Starts campaigns, trainings and searches, uploads models, makes snapshots; reads everything.",
        Role.Viewer => "Reads everything and changes nothing.",
        Role.Enrolment => "Adds one device, once.",
        Role.Device => "Is the credential of one device, given when it was added.",
        _ => "",
    };

    /// <summary>Gets the word for the state of a token, with the class of its badge.</summary>
    /// <param name="token">The token.</param>
    /// <param name="now">The time.</param>
    public static (string Text, string Kind) State(Token token, DateTimeOffset now) => token switch
    {
        { RevokeTime: not null } => ("revoked", ""),
        { UseTime: not null } => ("used", ""),
        { ExpireTime: { } end } when end.ToDateTimeOffset() <= now => ("expired", "warn"),
        _ => ("good", "good"),
    };

    /// <summary>Parses a time such as <c>30m</c>, <c>12h</c> or <c>30d</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time, where the text is one.</param>
    /// <returns>True where it is.</returns>
    public static bool TryParseTime(string text, out TimeSpan time)
    {
        time = default;
        text = text.Trim();
        if (text.Length < 2 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount <= 0 || amount > 1e6)
            return false;
        TimeSpan? unit = char.ToLowerInvariant(text[^1]) switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        time = amount * unit ?? default;
        return unit is not null;
    }
}
