namespace LatBench.DeviceAgent.Running;

/// <summary>The last line that a runner wrote to its standard error: the cause of its end, if it wrote one.</summary>
internal sealed class ErrorTail
{
    private const int MaxLength = 300;

    private volatile string? _last;

    public string? Last => _last;

    public void Add(string? line)
    {
        // Stack frames say where, the line before them says what.
        if (string.IsNullOrWhiteSpace(line) || line.StartsWith("   at ", StringComparison.Ordinal)) return;
        _last = line.Length <= MaxLength ? line : line[..MaxLength];
    }
}
