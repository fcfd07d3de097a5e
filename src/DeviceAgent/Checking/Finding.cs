namespace LatBench.DeviceAgent.Checking;

/// <summary>The answer to one question about a machine.</summary>
/// <param name="Question">The property that was checked, in one or two words.</param>
/// <param name="Rating">The rating.</param>
/// <param name="Answer">The value that was seen.</param>
/// <param name="Mend">The remediation; null where nothing needs to be done.</param>
internal sealed record Finding(string Question, Rating Rating, string Answer, string? Mend = null)
{
    public static Finding Ok(string question, string answer) => new(question, Rating.Ok, answer);

    public static Finding Unknown(string question, string answer) => new(question, Rating.Unknown, answer);

    public static Finding Warning(string question, string answer, string mend) => new(question, Rating.Warning, answer, mend);

    public static Finding Problem(string question, string answer, string mend) => new(question, Rating.Problem, answer, mend);
}

/// <summary>The rating of one property of a machine that measures.</summary>
internal enum Rating
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The machine does not tell.</summary>
    Unknown,

    /// <summary>Numbers vary more than they need to, or belong to this setting only.</summary>
    Warning,

    /// <summary>Numbers are unusable until it is corrected.</summary>
    Problem,
}
