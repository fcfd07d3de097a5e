using System.Text.RegularExpressions;

namespace LatBench.Coordinator.Rest;

/// <summary>The path of a <c>google.api.http</c> rule, such as <c>/v1/{name=campaigns/*}:cancel</c>: literals, variables, and a verb after a colon.</summary>
internal sealed partial class PathTemplate
{
    private const string Any = "*";
    private const string Rest = "**";

    private readonly string[] _segments;
    private readonly string? _verb;
    private readonly IReadOnlyList<Variable> _variables;

    private PathTemplate(string[] segments, string? verb, IReadOnlyList<Variable> variables) => (_segments, _verb, _variables) = (segments, verb, variables);

    /// <summary>Gets the fields that the path gives, for example <c>name</c>.</summary>
    public IEnumerable<string> Fields => _variables.Select(variable => variable.Field);

    /// <summary>Parses the path of a rule.</summary>
    public static PathTemplate Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var verb = colon > text.LastIndexOfAny(['/', '}']) ? text[(colon + 1)..] : null;
        var path = verb is null ? text : text[..colon];
        var variables = new List<Variable>();
        foreach (Match match in VariableText().Matches(path))
        {
            var before = VariableText().Replace(path[..match.Index], PatternOf);
            variables.Add(new Variable(match.Groups["field"].Value, before.Count(c => c == '/'), PatternOf(match).Count(c => c == '/') + 1));
        }

        return new PathTemplate(VariableText().Replace(path, PatternOf).Split('/'), verb, variables);
    }

    /// <summary>A path of a request as templates are written: routing takes one with a slash at its end for the same.</summary>
    public static string Normalize(PathString path) => path.Value is { Length: > 1 } text && text.EndsWith('/') ? text[..^1] : path.Value ?? "";

    /// <summary>The values of the variables by field where a path fits the template; null where it does not.</summary>
    public IReadOnlyDictionary<string, string>? Match(string path)
    {
        var colon = path.LastIndexOf(':');
        var verb = colon > path.LastIndexOf('/') ? path[(colon + 1)..] : null;
        if (!string.Equals(verb, _verb, StringComparison.OrdinalIgnoreCase))
            return null;
        var given = (verb is null ? path : path[..colon]).Split('/');
        var isOpen = _segments[^1] == Rest;
        if (isOpen ? given.Length < _segments.Length : given.Length != _segments.Length)
            return null;
        for (var i = 0; i < _segments.Length; i++)
        {
            var fits = _segments[i] is Any or Rest ? given[i].Length > 0 : string.Equals(_segments[i], given[i], StringComparison.OrdinalIgnoreCase);
            if (!fits)
                return null;
        }

        return _variables.ToDictionary(
            variable => variable.Field,
            variable => string.Join('/', variable.Start + variable.Count == _segments.Length ? given[variable.Start..] : given[variable.Start..(variable.Start + variable.Count)]));
    }

    private static string PatternOf(Match variable) => variable.Groups["pattern"] is { Success: true, Value: var pattern } ? pattern : Any;

    [GeneratedRegex(@"\{(?<field>[^=}]+)(=(?<pattern>[^}]+))?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex VariableText();

    private sealed record Variable(string Field, int Start, int Count);
}
