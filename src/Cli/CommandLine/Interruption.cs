using System.Runtime.InteropServices;

namespace LatBench.Cli.CommandLine;

/// <summary>
/// Turns Ctrl-C and SIGTERM into a cancellation, so that a command can clean up. Ctrl-C after that kills the command's children and ends it at once, with the exit code
/// that shells give for the signal; SIGTERM does not, because <c>timeout</c> sends it twice.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const int InterruptedExitCode = 130;

    private readonly CliEnvironment _environment;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    private int _signals;

    public Interruption(CliEnvironment environment)
    {
        _environment = environment;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => OnSignal(signal, endsAtOnce: true)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => OnSignal(signal, endsAtOnce: false)),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Gets the exit code after a Ctrl-C that ends the command at once; null before.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context, bool endsAtOnce)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 1)
        {
            _source.Cancel();
            return;
        }

        if (!endsAtOnce)
            return;
        // Before the children are killed: the command may end by itself then.
        ExitCode = InterruptedExitCode;
        try
        {
            _environment.Error.WriteLine("Interrupted twice: ended at once, without waiting for anything.");
        }
        catch (IOException)
        {
        }

        _environment.Children.KillAll();
        Environment.Exit(InterruptedExitCode);
    }
}
