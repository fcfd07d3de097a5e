namespace LatBench.DeviceAgent.Hardware.Tools;

/// <summary>A tool of the machine and how it is asked.</summary>
/// <param name="Program">Its name on the path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="FirstLineOnly">Whether it goes on for ever and its first line is what is wanted.</param>
internal sealed record ToolCall(string Program, IReadOnlyList<string> Arguments, bool FirstLineOnly = false);

/// <summary>Asks tools of the machine.</summary>
internal interface IToolbox
{
    /// <summary>Whether the machine has a tool.</summary>
    bool Has(string program);

    /// <summary>What a tool wrote; null where it is absent, fails, hangs or writes nothing.</summary>
    Task<string?> AskAsync(ToolCall call, CancellationToken cancellationToken);
}
