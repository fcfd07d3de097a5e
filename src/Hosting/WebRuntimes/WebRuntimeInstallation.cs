using LatBench.Hosting.Files;

namespace LatBench.Hosting.WebRuntimes;

/// <summary>
/// An installation of a runtime for browsers: its files are written into a directory of their own, which takes the place of an installed version in one step
/// at the end. One that is interrupted leaves the installed versions as they are.
/// </summary>
public sealed class WebRuntimeInstallation : IDisposable
{
    // No version begins with a point, so these are never listed.
    private const string Prefix = ".installing-";
    private const string LockName = ".lock";

    private readonly WebRuntimeDirectory _runtimes;
    private readonly FileLock _lock;

    internal WebRuntimeInstallation(WebRuntimeDirectory runtimes)
    {
        _runtimes = runtimes;
        _lock = FileLock.Take(Path.Combine(runtimes.Path, LockName));
        try
        {
            // With the lock there is no other installation that they could belong to.
            foreach (var left in System.IO.Directory.EnumerateDirectories(runtimes.Path, Prefix + "*"))
                System.IO.Directory.Delete(left, recursive: true);
            Directory = System.IO.Directory.CreateDirectory(NewDirectory()).FullName;
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>Gets the directory that the files of the version are written into.</summary>
    public string Directory { get; }

    /// <summary>Makes the version installed, in the place of an earlier installation of it.</summary>
    /// <param name="runtime">The version with the files that were written.</param>
    public void Commit(WebRuntime runtime)
    {
        WebRuntimeDirectory.WriteManifest(Directory, runtime);
        var place = _runtimes.Of(runtime.Version);
        if (System.IO.Directory.Exists(place))
        {
            var replaced = NewDirectory();
            System.IO.Directory.Move(place, replaced);
            System.IO.Directory.Move(Directory, place);
            System.IO.Directory.Delete(replaced, recursive: true);
        }
        else
        {
            System.IO.Directory.Move(Directory, place);
        }
    }

    /// <summary>Removes what was not installed.</summary>
    public void Dispose()
    {
        if (System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory, recursive: true);
        _lock.Dispose();
    }

    private string NewDirectory() => Path.Combine(_runtimes.Path, Prefix + Path.GetRandomFileName());
}
