using System.Text.RegularExpressions;

namespace LatBench.Contracts.Tests;

/// <summary>The comments above the declarations of a .proto file, by full name. Descriptors at run time have none.</summary>
internal static partial class ProtoComments
{
    /// <summary>Reads the comments of a file of the package <c>latbench.v1</c>.</summary>
    public static IEnumerable<(string FullName, string Comment)> Read(string path)
    {
        var scopes = new Stack<string?>();
        var comment = new List<string>();
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment.Add(line[2..].Trim());
                continue;
            }

            if (Declaration().Match(line) is { Success: true } found)
            {
                var name = found.Groups["name"].Value;
                // The fields of a oneof belong to its message.
                yield return (string.Join('.', scopes.Reverse().OfType<string>().Prepend("latbench.v1").Append(name)), string.Join(' ', comment));
                if (line.EndsWith('{'))
                    scopes.Push(found.Groups["kind"].Value is "oneof" or "rpc" ? null : name);
            }
            else if (line.EndsWith('{'))
            {
                scopes.Push(null);
            }

            if (line is "}" or "};")
                scopes.Pop();
            comment.Clear();
        }
    }

    [GeneratedRegex(@"^((?<kind>service|message|enum|rpc|oneof)\s+(?<name>\w+)|((repeated|optional)\s+)?([A-Za-z][\w.]*|map<[^>]*>)\s+(?<name>[a-z]\w*)\s*=\s*\d+|(?<name>[A-Z][A-Z0-9_]*)\s*=\s*\d+)")]
    private static partial Regex Declaration();
}
