using System.Text.Json.Serialization;

namespace LatBench.Cli.Doctor;

/// <summary>The result of one check of an installation.</summary>
/// <param name="Check">The part of the installation.</param>
/// <param name="Rating">The rating.</param>
/// <param name="Answer">What was seen.</param>
/// <param name="Remedy">What to do; null where nothing needs to be done.</param>
internal sealed record Finding(string Check, Rating Rating, string Answer, string? Remedy = null)
{
    /// <summary>Returns a finding with nothing to do.</summary>
    public static Finding Ok(string check, string answer) => new(check, Rating.Ok, answer);

    /// <summary>Returns a finding of what works less well than it could.</summary>
    public static Finding Warning(string check, string answer, string remedy) => new(check, Rating.Warning, answer, remedy);

    /// <summary>Returns a finding of what does not work.</summary>
    public static Finding Problem(string check, string answer, string remedy) => new(check, Rating.Problem, answer, remedy);
}

/// <summary>The ratings of a part of an installation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Rating>))]
internal enum Rating
{
    /// <summary>It is as it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It works, and could be better.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>It does not work until it is corrected.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem,
}
