using System.Text.Json;
using LatBench.DeviceAgent.Runner;
using LatBench.Hosting.Processes;

namespace LatBench.DeviceAgent.CustomOperators;

/// <summary>The process that lists the operators of one library: takes its path from its standard input and answers the names. A process of its own, because what a library does when it is loaded is unknown.</summary>
internal static class CustomOperatorTrial
{
    public static int Run(string? runtimeFolder, int? maxModelMemoryMebibytes)
    {
        using var output = FramedPipe.TakeStandardOutput();
        using var input = Console.OpenStandardInput();
        if (FramedPipe.Read(input) is not { } frame) return 0;
        var path = JsonSerializer.Deserialize(frame, RunnerMessages.Default.String)!;
        RunnerLoop.StartRuntime(runtimeFolder);
        FramedPipe.Write(output, JsonSerializer.SerializeToUtf8Bytes(CustomOperatorLibrary.List(path), RunnerMessages.Default.IReadOnlyListString));
        return 0;
    }
}
