using Google.Rpc;
using Grpc.Core;

namespace LatBench.Dashboard.Problems;

/// <summary>The sentences about the fields of a form, each shown beside its field; those that belong to no field stand above the form.</summary>
public sealed class FieldErrors
{
    /// <summary>The key of sentences that belong to no field.</summary>
    public const string Form = "";

    private readonly Dictionary<string, List<string>> _messages = new(StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether there is any.</summary>
    public bool Any => _messages.Count > 0;

    /// <summary>Gets the sentences about a field.</summary>
    /// <param name="field">The field of the form.</param>
    public IReadOnlyList<string> this[string field] => _messages.TryGetValue(field, out var messages) ? messages : [];

    /// <summary>Adds a sentence, once.</summary>
    /// <param name="field">The field of the form.</param>
    /// <param name="message">The sentence.</param>
    public void Add(string field, string message)
    {
        if (!_messages.TryGetValue(field, out var messages))
            _messages[field] = messages = [];
        if (!messages.Contains(message, StringComparer.Ordinal))
            messages.Add(message);
    }

    /// <summary>Adds what the API says about the fields of a request. A field of the form that has a sentence already keeps it alone.</summary>
    /// <param name="refused">The exception of the call.</param>
    /// <param name="fieldOf">Gets the field of the form for a field of the request; null where there is none.</param>
    public void AddFrom(RpcException refused, Func<string, string?> fieldOf)
    {
        var violations = refused.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations ?? [];
        if (violations.Count == 0)
            Add(Form, refused.Status.Detail);
        var known = _messages.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var violation in violations)
        {
            var field = fieldOf(violation.Field) ?? Form;
            if (field == Form || !known.Contains(field))
                Add(field, violation.Description);
        }
    }
}
