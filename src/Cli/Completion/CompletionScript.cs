namespace LatBench.Cli.Completion;

/// <summary>The scripts that teach shells to complete <c>latbench</c>: a table of the commands, and the code that reads it, in the file of each shell.</summary>
internal static class CompletionScript
{
    private const string TablePlace = "@TABLE@";

    private static readonly IReadOnlyDictionary<string, string> Files = new Dictionary<string, string>
    {
        ["bash"] = "latbench.bash",
        ["zsh"] = "latbench.zsh",
        ["fish"] = "latbench.fish",
        ["pwsh"] = "latbench.ps1",
    };

    /// <summary>Gets the shells that there are scripts for.</summary>
    public static IEnumerable<string> Shells => Files.Keys;

    /// <summary>Gets the script of a shell.</summary>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    /// <param name="table">The commands, as <see cref="CompletionTable"/> writes them.</param>
    public static string Of(string shell, string table)
    {
        using var resource = typeof(CompletionScript).Assembly.GetManifestResourceStream(Files[shell])
            ?? throw new InvalidOperationException($"The script {Files[shell]} is not in the assembly.");
        using var reader = new StreamReader(resource);
        // None of the shells ends its quotation at what the table has: letters, digits and - | = : , . and spaces.
        return reader.ReadToEnd().ReplaceLineEndings("\n").Replace(TablePlace, table.TrimEnd('\n'), StringComparison.Ordinal);
    }
}
