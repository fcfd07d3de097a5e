namespace LatBench.Coordinator.Rest;

/// <summary>The faults of a request, each with the path of its field; the first twenty.</summary>
internal sealed class FieldFaults
{
    private const int MaxCount = 20;

    private readonly List<(string Field, string Message)> _faults = [];

    /// <summary>Gets the faults so far.</summary>
    public IReadOnlyList<(string Field, string Message)> All => _faults;

    /// <summary>Adds a fault.</summary>
    public void Add(string field, string message)
    {
        if (_faults.Count < MaxCount)
            _faults.Add((field, message));
    }

    /// <summary>Puts one fault in the place of all: a text that cannot be read has no fields.</summary>
    public void ReplaceWith(string field, string message)
    {
        _faults.Clear();
        _faults.Add((field, message));
    }
}
