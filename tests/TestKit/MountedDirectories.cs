using System.Diagnostics;

namespace LatBench.TestKit;

/// <summary>
/// Directories of real file systems that take nothing: one mounted read-only, one without space, one without inodes. They are mounted in a namespace of their own, which a process
/// holds open and which needs no privileges, and are reached through that process's root; nothing of it is seen by other processes, and it all goes with the process.
/// </summary>
public sealed class MountedDirectories : IDisposable
{
    private const string Script = """
        set -e
        cd "$1"
        mkdir read-only full no-inodes
        mount -t tmpfs -o size=64k,mode=755 tmpfs read-only
        echo before > read-only/there
        mkdir read-only/data
        mount -o remount,bind,ro read-only
        mount -t tmpfs -o size=64k,mode=755 tmpfs full
        echo before > full/there
        cat /dev/zero > full/filler 2>/dev/null || true
        mount -t tmpfs -o size=64k,nr_inodes=2,mode=755 tmpfs no-inodes
        echo before > no-inodes/there
        echo mounted
        read -r line || true
        """;

    private readonly TempDirectory _directory = new();
    private Process? _holder;

    /// <summary>Mounts them; a test that cannot have them ends here.</summary>
    public MountedDirectories()
    {
        var reason = OperatingSystem.IsLinux() ? Mount("-rm") ?? "" : "The test mounts file systems as Linux does.";
        // Root of a container may have no user namespaces, and then needs none.
        if (reason.Length > 0 && OperatingSystem.IsLinux() && Mount("-m") is null)
            reason = "";
        if (reason.Length == 0)
            return;
        Dispose();
        Needed.OrSkip($"File systems cannot be mounted for the test ({reason}): allow user namespaces (sysctl kernel.unprivileged_userns_clone=1), or run it as root.");
    }

    /// <summary>Mounted read-only, with a file <c>there</c> and an empty directory <c>data</c>.</summary>
    public string ReadOnly => Within("read-only");

    /// <summary>Without space for a byte, apart from that of the file <c>filler</c>; there is a file <c>there</c>, and files can be created.</summary>
    public string Full => Within("full");

    /// <summary>With space, but without inodes: no file can be created; there is a file <c>there</c>.</summary>
    public string NoInodes => Within("no-inodes");

    public void Dispose()
    {
        End();
        _directory.Dispose();
    }

    private string Within(string name) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/{_holder!.Id}/root{_directory.PathOf(name)}");

    /// <summary>Mounts the directories; returns null where that succeeded, else the reason why it failed.</summary>
    private string? Mount(string option)
    {
        try
        {
            _holder = Process.Start(new ProcessStartInfo("unshare", [option, "sh", "-c", Script, "sh", _directory.Directory])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return exception.Message;
        }

        if (_holder.StandardOutput.ReadLine() == "mounted")
            return null;
        var errors = _holder.StandardError.ReadToEnd().Trim();
        End();
        foreach (var left in Directory.GetDirectories(_directory.Directory))
            Directory.Delete(left);
        return errors;
    }

    private void End()
    {
        if (_holder is null)
            return;
        _holder.StandardInput.Close();
        _holder.WaitForExit();
        _holder.Dispose();
        _holder = null;
    }
}
