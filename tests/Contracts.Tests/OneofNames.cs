using Google.Protobuf.Reflection;

namespace LatBench.Contracts.Tests;

internal static class OneofNames
{
    /// <summary>The names of the oneofs that were written as such (an `optional` field has one of its own behind the scenes).</summary>
    public static IEnumerable<string> RealOneofs(this MessageDescriptor message) =>
        message.Oneofs.Where(oneof => !oneof.IsSynthetic).Select(oneof => oneof.Name);
}
