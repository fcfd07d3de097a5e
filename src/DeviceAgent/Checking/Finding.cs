namespace LatBench.DeviceAgent.Checking;

/// <summary>The answer to one question about a machine.</summary>
/// <param name="Question">What was asked, in one or two words.</param>
/// <param name="Rating">How it stands.</param>
/// <param name="Answer">What was seen.</param>
/// <param name="Mend">What to do about it; null where nothing needs to be done.</param>
internal sealed record Finding(string Question, Rating Rating, string Answer, string? Mend = null)
{
    public static Finding Ok(string question, string answer) => new(question, Rating.Ok, answer);

    public static Finding Unknown(string question, string answer) => new(question, Rating.Unknown, answer);

    public static Finding Warning(string question, string answer, string mend) => new(question, Rating.Warning, answer, mend);

    public static Finding Problem(string question, string answer, string mend) => new(question, Rating.Problem, answer, mend);
}

/// <summary>How something stands on a machine that measures.</summary>
internal enum Rating
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The machine does not tell.</summary>
    Unknown,

    /// <summary>Numbers vary more than they need to, or belong to this setting only.</summary>
    Warning,

    /// <summary>Numbers are worthless until it is mended.</summary>
    Problem,
}
