using Google.Protobuf.Reflection;
using LatBench.TestKit;

namespace LatBench.Contracts.Tests;

/// <summary>
/// The wire format is frozen: names, numbers and types of everything ever released are in <c>contract.approved.txt</c>.
/// A line may be added to that file; one that changes or is removed would break older agents and clients.
/// </summary>
public sealed class FrozenContractTests
{
    private static readonly string Approved = RepositoryRoot.PathOf("tests", "Contracts.Tests", "contract.approved.txt");

    [Fact]
    public void Contract_is_the_approved_one()
    {
        var now = Describe().Order(StringComparer.Ordinal).ToArray();
        if (Approval.IsRequested)
            File.WriteAllLines(Approved, now);

        var approved = File.ReadAllLines(Approved);
        Assert.Empty(approved.Except(now));
        Assert.Empty(now.Except(approved));
    }

    private static IEnumerable<string> Describe()
    {
        foreach (var field in Schema.Messages.SelectMany(message => message.Fields.InDeclarationOrder()))
            yield return $"{field.ContainingType.FullName}.{field.Name} = {field.FieldNumber} {(field.IsRepeated ? "repeated " : "")}{TypeOf(field)}";
        foreach (var value in Schema.Enums.SelectMany(type => type.Values))
            yield return $"{value.FullName} = {value.Number}";
        foreach (var method in Schema.Methods)
            yield return $"{method.FullName}({(method.IsClientStreaming ? "stream " : "")}{method.InputType.Name}) -> {(method.IsServerStreaming ? "stream " : "")}{method.OutputType.Name}";
    }

    private static string TypeOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        var type => type.ToString().ToLowerInvariant(),
    };
}
