using System.Diagnostics;
using System.Runtime.InteropServices;
using LatBench.Settings;

namespace LatBench.DeviceAgent.Tests.Support;

/// <summary>A real agent process.</summary>
internal sealed partial class AgentUnderTest : IDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;

    private AgentUnderTest(Process process)
    {
        _process = process;
        Output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public Task<string> Output { get; }

    public Task<string> Errors { get; }

    public int Id => _process.Id;

    public static AgentUnderTest Start(string? token, params string[] arguments) => Start(token, _ => { }, arguments);

    public static AgentUnderTest Start(string? token, Action<ProcessStartInfo> configure, params string[] arguments)
    {
        // The agent's own folder: the one of the tests lacks packages that ASP.NET Core brings to the tests.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(output.Parent!.Parent!.FullName, "DeviceAgent", output.Name, "LatBench.DeviceAgent.dll");
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[AgentSettings.TokenVariable] = token;
        configure(start);
        return new AgentUnderTest(Process.Start(start)!);
    }

    public static AgentUnderTest Run(Uri server, string data, string? token = null, params string[] more) =>
        Start(token, ["run", "--server", server.ToString(), "--data", data, "--device", "lab", .. more]);

    /// <summary>Asks the agent to stop and waits until it has.</summary>
    public async Task<int> StopAsync()
    {
        Assert.Equal(0, Kill(_process.Id, Terminate));
        return await ExitAsync();
    }

    public void KillNow() => _process.Kill();

    public async Task<int> ExitAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
