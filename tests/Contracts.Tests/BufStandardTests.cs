using System.Text.RegularExpressions;

namespace LatBench.Contracts.Tests;

/// <summary>The rules of buf's category STANDARD, held over the descriptors.</summary>
public sealed partial class BufStandardTests
{
    [Fact]
    public void Files_lie_where_their_package_says_and_are_named_in_lower_snake_case()
    {
        Assert.NotEmpty(Schema.Files);
        Assert.All(Schema.Files, file =>
        {
            Assert.Equal("latbench.v1", file.Package);
            Assert.Matches(@"^latbench/v1/[a-z][a-z0-9_]*\.proto$", file.Name);
        });
    }

    [Fact]
    public void Services_end_in_Service_and_methods_are_Pascal_case()
    {
        Assert.All(Schema.Services, service => Assert.EndsWith("Service", service.Name, StringComparison.Ordinal));
        Assert.All(Schema.Methods, method => Assert.Matches(PascalCase(), method.Name));
    }

    [Fact]
    public void Requests_and_responses_are_named_after_their_method_and_used_once()
    {
        Assert.All(Schema.Methods, method =>
        {
            Assert.Equal(method.Name + "Request", method.InputType.Name);
            Assert.Equal(method.Name + "Response", method.OutputType.Name);
        });
        var used = Schema.Methods.SelectMany(method => new[] { method.InputType.FullName, method.OutputType.FullName }).ToArray();
        Assert.Equal(used.Length, used.Distinct().Count());
    }

    [Fact]
    public void Messages_are_Pascal_case_and_their_fields_lower_snake_case()
    {
        Assert.All(Schema.Messages, message => Assert.Matches(PascalCase(), message.Name));
        Assert.All(Schema.Messages.SelectMany(message => message.Fields.InDeclarationOrder()), field => Assert.Matches(LowerSnakeCase(), field.Name));
        Assert.All(Schema.Messages.SelectMany(message => message.RealOneofs()), oneof => Assert.Matches(LowerSnakeCase(), oneof));
    }

    [Fact]
    public void Enum_values_carry_their_enum_and_start_at_unspecified()
    {
        Assert.All(Schema.Enums, type =>
        {
            var prefix = UpperSnakeCase(type.Name) + "_";
            Assert.Equal(prefix + "UNSPECIFIED", type.FindValueByNumber(0).Name);
            Assert.All(type.Values, value => Assert.StartsWith(prefix, value.Name, StringComparison.Ordinal));
            Assert.Equal(type.Values.Count, type.Values.Select(value => value.Number).Distinct().Count());
        });
    }

    private static string UpperSnakeCase(string pascal) => WordStart().Replace(pascal, "_$1").ToUpperInvariant();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex PascalCase();

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex LowerSnakeCase();

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex WordStart();
}
