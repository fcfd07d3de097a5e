using System.Runtime.InteropServices;

namespace LatBench.Hosting;

/// <summary>The library that .NET hashes and encrypts with on Linux, without which it ends the process at the first hash.</summary>
public static class OpenSsl
{
    /// <summary>The names under which .NET looks for it, in its order.</summary>
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10", "libssl.so"];

    /// <summary>Returns the sentence for a machine that lacks it; null where it is there or not needed.</summary>
    public static string? Missing() => OperatingSystem.IsLinux() ? Missing(NativeLibrary.TryLoad) : null;

    /// <summary>Returns the sentence for a machine on which none of the names loads; null where one does.</summary>
    /// <param name="load">Loads a library by its name.</param>
    public static string? Missing(TryLoad load)
    {
        ArgumentNullException.ThrowIfNull(load);
        foreach (var name in Names)
        {
            // Left loaded: .NET uses the same one.
            if (load(name, out _)) return null;
        }

        return "LatBench needs OpenSSL, and this machine has no libssl 3 or 1.1: install it, on Debian and Ubuntu with 'apt-get install libssl3', and start again.";
    }

    /// <summary>Loads a library by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="handle">The library.</param>
    /// <returns>False where there is none.</returns>
    public delegate bool TryLoad(string name, out nint handle);
}
