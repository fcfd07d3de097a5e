using LatBench.DeviceAgent.Hardware.Tools;

namespace LatBench.DeviceAgent.Tests.Support;

/// <summary>Tools that answer what a test says, by their command line.</summary>
internal sealed class ScriptedToolbox : IToolbox
{
    public Dictionary<string, string> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>The command lines that were asked.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Called when a tool is asked.</summary>
    public Action OnAsk { get; set; } = () => { };

    public bool Has(string program) => Answers.Keys.Any(command => command.Split(' ')[0] == program);

    public Task<string?> AskAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var command = $"{call.Program} {string.Join(' ', call.Arguments)}";
        Asked.Add(command);
        OnAsk();
        return Task.FromResult(Answers.GetValueOrDefault(command));
    }
}
