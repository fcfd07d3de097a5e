using System.Security.Cryptography;

namespace LatBench.Coordinator.Security;

/// <summary>
/// One-time codes that people type: 60 random bits as three groups of four characters of Crockford's Base32, <c>7K3M-9QXW-2H5T</c>. They enrol a device within an
/// hour, so that few can be good at a time, and too many would have to be tried to find one.
/// </summary>
internal static class EnrolmentCode
{
    // Without I, L, O and U, which are taken for other characters.
    private const string Characters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 12;
    private const int Group = 4;

    /// <summary>The longest time that a code works.</summary>
    public static readonly TimeSpan MaxTimeToLive = TimeSpan.FromHours(1);

    /// <summary>The time that a code works unless its maker says otherwise.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(30);

    /// <summary>Makes a code.</summary>
    public static string Generate() => Grouped(RandomNumberGenerator.GetString(Characters, Length));

    /// <summary>Brings a code as it was typed to the form in which it was made; a text that is no code stays as it is.</summary>
    public static string Normalize(string text)
    {
        // What is longer than a code with its hyphens and blanks is none.
        if (text.Length > 4 * Length)
            return text;
        var typed = string.Concat(text.Where(c => c != '-' && !char.IsWhiteSpace(c)).Select(char.ToUpperInvariant).Select(Read));
        return typed.Length == Length && typed.All(Characters.Contains) ? Grouped(typed) : text;
    }

    private static char Read(char typed) => typed switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        _ => typed,
    };

    private static string Grouped(string code) => string.Join('-', code.Chunk(Group).Select(group => new string(group)));
}
