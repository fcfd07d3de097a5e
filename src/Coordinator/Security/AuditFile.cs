using System.Text.Encodings.Web;
using System.Text.Json;
using LatBench.Hosting.Files;

namespace LatBench.Coordinator.Security;

/// <summary>A file of <see cref="AuditEntry"/> lines that one process appends to. A full one is set aside with its time in its name; nothing deletes it.</summary>
internal sealed class AuditFile(string path) : IDisposable
{
    private const long MaxBytes = 64L << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    private readonly Lock _gate = new();
    private FileStream? _file;

    /// <summary>Writes one line, and all of it to the system before it returns.</summary>
    /// <exception cref="IOException">The disk takes no more.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Append(AuditEntry entry)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(entry, Json);
        lock (_gate)
        {
            if (_file is { Length: > MaxBytes })
            {
                _file.Dispose();
                _file = null;
                File.Move(path, FormattableString.Invariant($"{path}.{entry.Time:yyyyMMddTHHmmssfff}"));
            }

            _file ??= Open(path);
            _file.Write([.. line, (byte)'\n']);
            _file.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static FileStream Open(string path)
    {
        var settings = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            settings.UnixCreateMode = AtomicFile.OwnerOnly;
        return new FileStream(path, settings);
    }
}

/// <summary>The record of one action and its caller: names, never secrets or whole requests. Its members are the fields of a line.</summary>
/// <param name="Time">When it was over.</param>
/// <param name="Method">The method called, or the command.</param>
/// <param name="Status">The gRPC status that it ended with.</param>
/// <param name="Role">Of the token; null where none was needed.</param>
/// <param name="Token">Name of the token.</param>
/// <param name="Device">The device that the credential belongs to.</param>
/// <param name="Peer">The address of the caller, or the user of this machine.</param>
/// <param name="Resource">The resource that it was done to.</param>
internal sealed record AuditEntry(DateTimeOffset Time, string Method, string Status, string? Role, string? Token, string? Device, string Peer, string? Resource);
