using System.Reflection;
using LatBench.Hosting;
using Microsoft.Extensions.Logging;

namespace LatBench.Architecture.Tests;

/// <summary>Holds that a log message can be found by its event id.</summary>
public sealed class EventIdTests
{
    private const BindingFlags AnyMethod = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly string[] Programs = ["LatBench.Coordinator", "LatBench.DeviceAgent", "LatBench.Cli"];

    [Fact]
    public void Every_log_message_of_every_program_has_an_event_id_of_its_own()
    {
        var messages = (from assembly in WithReferences(Programs.Select(Assembly.Load))
                        from type in assembly.GetTypes()
                        from method in type.GetMethods(AnyMethod)
                        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
                        where message is not null
                        select (message.EventId, Method: $"{type.FullName}.{method.Name}")).ToArray();

        Assert.NotEmpty(messages);
        Assert.Empty(messages.GroupBy(message => message.EventId).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(message => message.Method))}"));
        Assert.Equal(Registered().Order(), messages.Select(message => message.EventId).Order());
    }

    private static IEnumerable<int> Registered() =>
        typeof(EventIds).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (int)field.GetRawConstantValue()!);

    private static Assembly[] WithReferences(IEnumerable<Assembly> programs)
    {
        var known = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        var waiting = new Queue<Assembly>(programs);
        while (waiting.TryDequeue(out var assembly))
        {
            if (!known.TryAdd(assembly.GetName().Name!, assembly)) continue;
            foreach (var reference in assembly.GetReferencedAssemblies().Where(reference => reference.Name!.StartsWith("LatBench.", StringComparison.Ordinal)))
                waiting.Enqueue(Assembly.Load(reference));
        }

        return [.. known.Values];
    }
}
