using System.Runtime.InteropServices;

namespace LatBench.Cli.CommandLine;

/// <summary>
/// Turns Ctrl-C and SIGTERM into a cancellation, so that a command can clean up. A second one kills the command's children and ends it at once, with the exit code
/// that shells give for the signal.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const int SignalExitCode = 128;
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private readonly CliEnvironment _environment;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    private int _signals;

    public Interruption(CliEnvironment environment)
    {
        _environment = environment;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => OnSignal(signal, Interrupt)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => OnSignal(signal, Terminate)),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Gets the exit code after a second signal; null before.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context, int signal)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 1)
        {
            _source.Cancel();
            return;
        }

        // Before the children are killed: the command may end by itself then.
        ExitCode = SignalExitCode + signal;
        try
        {
            _environment.Error.WriteLine("Interrupted twice: ended at once, without waiting for anything.");
        }
        catch (IOException)
        {
        }

        _environment.Children.KillAll();
        Environment.Exit(SignalExitCode + signal);
    }
}
