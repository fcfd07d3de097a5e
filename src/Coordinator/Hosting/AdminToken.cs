using LatBench.Coordinator.Security;
using LatBench.Storage;
using LatBench.Storage.Tokens;

namespace LatBench.Coordinator.Hosting;

/// <summary>The admin token of the data directory: generated at the first start, readable by its owner only.</summary>
internal static class AdminToken
{
    /// <summary>Makes sure that the token file exists and that the database knows the token.</summary>
    /// <exception cref="StartupException">The token in the file has been revoked, or the file cannot be read or written.</exception>
    public static async Task EnsureAsync(IStore store, string file, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var secret = File.Exists(file) ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : "";
            if (secret.Length == 0)
            {
                secret = TokenSecret.Generate(Role.Admin);
                await WriteAsync(file, secret, cancellationToken);
            }

            var token = await store.Tokens.FindAsync(TokenSecret.Hash(secret), cancellationToken);
            if (token is { RevokedAt: not null })
                throw new StartupException($"The admin token in {file} has been revoked: delete the file to have a new one made.");
            if (token is null)
                await store.Tokens.CreateAsync(new NewToken(TokenSecret.Hash(secret), Role.Admin, "admin token of the data directory", null, now, null), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The admin token file {file} cannot be read or written ({e.Message.TrimEnd('.')}): change its permissions.", e);
        }
    }

    private static async Task WriteAsync(string file, string secret, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var temporary = file + ".tmp";
        File.Delete(temporary);
        await using (var writer = new StreamWriter(temporary, options))
            await writer.WriteLineAsync(secret.AsMemory(), cancellationToken);
        File.Move(temporary, file, overwrite: true);
    }
}
