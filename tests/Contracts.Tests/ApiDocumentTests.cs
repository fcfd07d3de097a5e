using System.Globalization;
using System.Text;
using Google.Api;
using Google.Protobuf.Reflection;
using LatBench.TestKit;

namespace LatBench.Contracts.Tests;

/// <summary>Holds docs/reference/api.md to the contract.</summary>
public sealed class ApiDocumentTests
{
    private static readonly Dictionary<string, string> Comments = Directory.GetFiles(RepositoryRoot.PathOf("proto", "latbench", "v1"), "*.proto")
        .SelectMany(ProtoComments.Read).ToDictionary(comment => comment.FullName, comment => comment.Comment);

    [Fact]
    public void Document_has_every_method_message_and_enum()
    {
        var text = new StringBuilder(
            """
            The API of the coordinator, `latbench.v1`, from the files in `proto/latbench/v1`: the services with their methods, then the messages and enumerations by name.
            gRPC has all of it. A method with an HTTP line answers JSON at the coordinator's HTTP port as well; [rest.md](rest.md) says how bodies and query strings are written.

            Access: every call carries `authorization: Bearer TOKEN`. [operations.md](../how-to/operations.md#security) has tokens, limits and TLS.

            ## Services


            """);
        foreach (var service in Schema.Services.OrderBy(service => service.Name, StringComparer.Ordinal))
            Service(text, service);
        text.Append("## Messages\n\n");
        foreach (var message in Schema.Messages.Where(message => message.GetOptions()?.MapEntry != true).OrderBy(message => message.FullName, StringComparer.Ordinal))
            Message(text, message);
        text.Append("## Enumerations\n\n");
        foreach (var type in Schema.Enums.OrderBy(type => type.FullName, StringComparer.Ordinal))
            Enumeration(text, type);

        GeneratedDocument.Check("API", text.ToString(), "docs", "reference", "api.md");
    }

    [Fact]
    public void Every_comment_is_found()
    {
        var names = Schema.Services.Select(service => service.FullName)
            .Concat(Schema.Methods.Select(method => method.FullName))
            .Concat(Schema.Messages.SelectMany(message => message.Fields.InDeclarationOrder().Select(field => field.FullName).Prepend(message.FullName)).Where(name => !name.Contains("Entry", StringComparison.Ordinal)))
            .Concat(Schema.Enums.SelectMany(type => type.Values.Select(value => $"{type.FullName}.{value.Name}").Prepend(type.FullName)));

        Assert.All(names, name => Assert.False(string.IsNullOrWhiteSpace(Comments.GetValueOrDefault(name)), name));
    }

    private static void Service(StringBuilder text, ServiceDescriptor service)
    {
        text.Append(CultureInfo.InvariantCulture, $"### {service.Name}\n\n{Wrap(Comments[service.FullName])}\n\n| method | request → response | HTTP | meaning |\n|---|---|---|---|\n");
        foreach (var method in service.Methods)
        {
            var request = (method.IsClientStreaming ? "stream of " : "") + Link(method.InputType);
            var response = (method.IsServerStreaming ? "stream of " : "") + Link(method.OutputType);
            text.Append(CultureInfo.InvariantCulture, $"| `{method.Name}` | {request} → {response} | {Http(method)} | {GeneratedDocument.Cell(Comments[method.FullName])} |\n");
        }

        text.Append('\n');
    }

    private static void Message(StringBuilder text, MessageDescriptor message)
    {
        text.Append(CultureInfo.InvariantCulture, $"### {Short(message.FullName)}\n\n{Wrap(Comments[message.FullName])}\n\n");
        if (message.Fields.InDeclarationOrder().Count == 0)
            return;
        text.Append("| field | type | meaning |\n|---|---|---|\n");
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            var oneof = field.RealContainingOneof is { } one ? $"One of `{one.Name}`. " : "";
            text.Append(CultureInfo.InvariantCulture, $"| `{field.Name}` | {Type(field)} | {oneof}{GeneratedDocument.Cell(Comments[field.FullName])} |\n");
        }

        text.Append('\n');
    }

    private static void Enumeration(StringBuilder text, EnumDescriptor type)
    {
        text.Append(CultureInfo.InvariantCulture, $"### {Short(type.FullName)}\n\n{Wrap(Comments[type.FullName])}\n\n| value | number | meaning |\n|---|---|---|\n");
        foreach (var value in type.Values)
            text.Append(CultureInfo.InvariantCulture, $"| `{value.Name}` | {value.Number} | {GeneratedDocument.Cell(Comments[$"{type.FullName}.{value.Name}"])} |\n");
        text.Append('\n');
    }

    private static string Http(MethodDescriptor method) => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is { } rule
        ? string.Join(", ", rule.AdditionalBindings.Prepend(rule).Select(binding => $"`{Verb(binding)}`"))
        : "";

    private static string Verb(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => $"GET {rule.Get}",
        HttpRule.PatternOneofCase.Post => $"POST {rule.Post}",
        HttpRule.PatternOneofCase.Put => $"PUT {rule.Put}",
        HttpRule.PatternOneofCase.Patch => $"PATCH {rule.Patch}",
        HttpRule.PatternOneofCase.Delete => $"DELETE {rule.Delete}",
        var other => throw new InvalidOperationException($"The document has no words for {other}."),
    };

    private static string Type(FieldDescriptor field)
    {
        if (field.IsMap)
            return $"map of {Single(field.MessageType.FindFieldByNumber(1))} to {Single(field.MessageType.FindFieldByNumber(2))}";
        return (field.IsRepeated ? "repeated " : field.HasPresence && field.FieldType != FieldType.Message && field.RealContainingOneof is null ? "optional " : "") + Single(field);
    }

    private static string Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => Link(field.MessageType),
        FieldType.Enum => $"[{Short(field.EnumType.FullName)}](#{Anchor(field.EnumType.FullName)})",
        var type => type.ToString().ToLowerInvariant(),
    };

    private static string Link(MessageDescriptor message) =>
        message.FullName.StartsWith("latbench.v1.", StringComparison.Ordinal) ? $"[{Short(message.FullName)}](#{Anchor(message.FullName)})" : $"`{message.FullName}`";

    private static string Short(string fullName) => fullName["latbench.v1.".Length..];

    private static string Anchor(string fullName) => Short(fullName).ToLowerInvariant().Replace(".", "", StringComparison.Ordinal);

    /// <summary>Breaks a text into lines of at most 180 characters.</summary>
    private static string Wrap(string text)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length + word.Length > 179)
                lines.Add("");
            lines[^1] += lines[^1].Length == 0 ? word : " " + word;
        }

        return string.Join('\n', lines);
    }
}
