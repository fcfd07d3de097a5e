namespace LatBench.Coordinator.Errors;

/// <summary>The kinds of refusals, as callers have to treat them.</summary>
internal enum RefusalKind
{
    /// <summary>The request is wrong, whatever the state of the coordinator.</summary>
    InvalidArgument,

    /// <summary>The request names something that does not exist.</summary>
    NotFound,

    /// <summary>The request would create something that exists already, and is another.</summary>
    AlreadyExists,

    /// <summary>The state of the coordinator does not allow it.</summary>
    FailedPrecondition,

    /// <summary>The same request may be served later.</summary>
    Unavailable,
}

/// <summary>A request that cannot be served. Classes that know nothing of gRPC throw it; at the edge it becomes a status with details.</summary>
/// <param name="kind">The kind.</param>
/// <param name="message">One sentence that says what to do.</param>
internal sealed class RefusalException(RefusalKind kind, string message) : Exception(message)
{
    /// <summary>Gets the kind.</summary>
    public RefusalKind Kind { get; } = kind;

    /// <summary>Gets the reason that a program can tell apart, upper snake case, listed in the contract; empty where there is none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets the fields at fault, where they can be named.</summary>
    public IReadOnlyList<(string Field, string Message)> Violations { get; init; } = [];

    /// <summary>Gets the type and the name of the resource that is missing or exists; null where it is about none.</summary>
    public (string Type, string Name)? Resource { get; init; }
}
