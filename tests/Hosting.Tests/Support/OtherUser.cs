using System.Runtime.InteropServices;

namespace LatBench.Hosting.Tests.Support;

/// <summary>Runs something with the permissions of an ordinary user, also where the tests run as root.</summary>
internal static partial class OtherUser
{
    private const uint Unprivileged = 65534;

    /// <summary>Runs it on a thread of its own, which alone has that user's permissions and ends with it.</summary>
    public static T Run<T>(Func<T> action)
    {
        var result = default(T);
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                _ = SetFileSystemUser(Unprivileged);
                result = action();
            }
            catch (Exception exception)
            {
                thrown = exception;
            }
        });
        thread.Start();
        thread.Join();
        return thrown is null ? result! : throw new InvalidOperationException("It failed.", thrown);
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetFileSystemUser(uint user);
}
