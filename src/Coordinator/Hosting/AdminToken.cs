using LatBench.Coordinator.Security;
using LatBench.Hosting.Files;
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
                AtomicFile.WriteText(file, secret + "\n", AtomicFile.OwnerOnly);
            }

            var token = await store.Tokens.FindAsync(TokenSecret.Hash(secret), cancellationToken);
            if (token is { RevokedAt: not null })
                throw new StartupException($"The admin token in {file} has been revoked: delete the file to have a new one made.");
            if (token is null)
                await store.Tokens.CreateAsync(new NewToken(TokenSecret.Hash(secret), Role.Admin, "admin token of the data directory", null, now, null), cancellationToken);
        }
        catch (Exception e) when (FileError.Is(e))
        {
            throw new StartupException(FileError.Of(e, file).Describe($"The admin token file {file} cannot be read or written"), e);
        }
    }
}
