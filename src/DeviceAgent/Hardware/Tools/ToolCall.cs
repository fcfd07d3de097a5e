namespace LatBench.DeviceAgent.Hardware.Tools;

/// <summary>A tool of the machine and its arguments.</summary>
/// <param name="Program">Its name on the path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="FirstLineOnly">True where it runs without end and only its first line is read.</param>
internal sealed record ToolCall(string Program, IReadOnlyList<string> Arguments, bool FirstLineOnly = false);

/// <summary>Runs tools of the machine.</summary>
internal interface IToolbox
{
    /// <summary>Determines whether the machine has a tool.</summary>
    bool Has(string program);

    /// <summary>Runs a tool and returns its output; null where it is absent, fails, hangs or writes nothing.</summary>
    Task<string?> AskAsync(ToolCall call, CancellationToken cancellationToken);
}
