namespace LatBench.Cli.Processes;

/// <summary>The child processes of the command, for an end without waiting.</summary>
internal sealed class LiveChildren
{
    private readonly Lock _lock = new();
    private readonly List<ChildProcess> _children = [];

    private volatile bool _killed;

    /// <summary>Gets a value indicating whether they were killed: then the command is being ended, and what fails in it is of no interest.</summary>
    public bool AreKilled => _killed;

    /// <summary>Takes a child in and returns it; kills it where all the others were killed already.</summary>
    public ChildProcess Add(ChildProcess child)
    {
        lock (_lock)
        {
            _children.Add(child);
            if (_killed)
                child.Kill();
        }

        return child;
    }

    /// <summary>Kills every child with its own children, and those that are added later.</summary>
    public void KillAll()
    {
        lock (_lock)
        {
            _killed = true;
            foreach (var child in _children)
                child.Kill();
        }
    }
}
