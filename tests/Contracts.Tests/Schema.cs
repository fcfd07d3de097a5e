using Google.Protobuf.Reflection;
using LatBench.Contracts.V1;

namespace LatBench.Contracts.Tests;

/// <summary>The descriptors of the whole contract, found by walking every file of the package.</summary>
internal static class Schema
{
    public static IReadOnlyList<FileDescriptor> Files { get; } =
    [
        .. typeof(Device).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal) && type.Namespace == typeof(Device).Namespace)
            .Select(type => (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!)
            .OrderBy(file => file.Name, StringComparer.Ordinal),
    ];

    public static IEnumerable<MessageDescriptor> Messages => Files.SelectMany(file => file.MessageTypes).SelectMany(WithNested);

    public static IEnumerable<EnumDescriptor> Enums => Files.SelectMany(file => file.EnumTypes).Concat(Messages.SelectMany(message => message.EnumTypes));

    public static IEnumerable<ServiceDescriptor> Services => Files.SelectMany(file => file.Services);

    public static IEnumerable<MethodDescriptor> Methods => Services.SelectMany(service => service.Methods);

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) => message.NestedTypes.SelectMany(WithNested).Prepend(message);
}
