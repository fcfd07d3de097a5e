namespace LatBench.LatencyTables;

/// <summary>Collects what is wrong with the rows of a table, so that one refusal names the first few of them.</summary>
internal sealed class BadRows(string file)
{
    private const int Shown = 5;

    private readonly List<string> _reasons = [];

    private int _count;

    public void Add(int line, string reason)
    {
        _count++;
        if (_reasons.Count < Shown)
            _reasons.Add(FormattableString.Invariant($"line {line}: {reason}"));
    }

    /// <exception cref="TableException">There is at least one bad row.</exception>
    public void ThrowIfAny()
    {
        if (_count == 0)
            return;
        var more = _count > _reasons.Count ? $"; and {_count - _reasons.Count} more" : "";
        var (rows, them) = _count == 1 ? ("row", "it") : ("rows", "them");
        throw new TableException($"{file} has {_count} {rows} that cannot be used ({string.Join("; ", _reasons)}{more}): correct or remove {them}.");
    }
}
