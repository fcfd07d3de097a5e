namespace LatBench.Coordinator.Errors;

/// <summary>Makes refusals.</summary>
internal static class Refusals
{
    /// <summary>Refuses a request with every field at fault; at least one.</summary>
    public static RefusalException InvalidArgument(IReadOnlyList<(string Field, string Message)> faults) =>
        new(RefusalKind.InvalidArgument, string.Join(" ", faults.Select(fault => fault.Message))) { Violations = faults };

    /// <summary>Refuses a request for one field.</summary>
    public static RefusalException InvalidArgument(string field, string message) => InvalidArgument([(field, message)]);

    /// <summary>Refuses a request for a resource that does not exist.</summary>
    public static RefusalException NotFound(string type, string name, string message) => new(RefusalKind.NotFound, message) { Resource = (type, name) };

    /// <summary>Refuses a request for a resource that exists and is another.</summary>
    public static RefusalException AlreadyExists(string type, string name, string message) => new(RefusalKind.AlreadyExists, message) { Resource = (type, name) };

    /// <summary>Refuses a request that the state of the coordinator does not allow.</summary>
    public static RefusalException FailedPrecondition(string message) => new(RefusalKind.FailedPrecondition, message);

    /// <summary>Refuses a request that may be served later.</summary>
    public static RefusalException Unavailable(string message) => new(RefusalKind.Unavailable, message);
}
