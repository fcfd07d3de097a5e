using LatBench.Contracts.CommandLines;
using LatBench.Coordinator.Errors;
using LatBench.Hosting;
using LatBench.Storage;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.UploadedModels;

/// <summary>Finds uploaded models by what users call them: the SHA-256, its first digits, or the display name.</summary>
internal sealed class UploadedModelNames(IStore store)
{
    private const string Prefix = "models/";
    private const int MinDigits = 8;
    private const int Sha256Digits = 64;
    private const int MaxLength = 300;
    private const int MaxSuggested = 1000;

    /// <summary>The part of a resource name after <c>models/</c>; the text itself where it does not begin with that.</summary>
    public static string IdOf(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    /// <summary>The model that is meant.</summary>
    /// <exception cref="RefusalException">NOT_FOUND, or INVALID_ARGUMENT where several could be meant.</exception>
    public async Task<UploadedModel> RequireAsync(string id, CancellationToken cancellationToken)
    {
        var (model, reason) = await FindAsync(id, cancellationToken);
        if (model is not null)
            return model;
        throw reason is null ? Refusals.NotFound("model", $"{Prefix}{id}", await NotFoundAsync(id, cancellationToken)) : Refusals.InvalidArgument("name", reason);
    }

    /// <summary>The model that is meant; null where there is none, or several, for which there is a reason.</summary>
    public async Task<(UploadedModel? Model, string? Reason)> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Length is 0 or > MaxLength || id.Any(char.IsControl))
            return (null, null);
        if (id.Length == Sha256Digits && id.All(char.IsAsciiHexDigitLower))
            return (await store.UploadedModels.FindAsync(id, cancellationToken), null);
        var found = await store.UploadedModels.SearchAsync(id, limit: 2, cancellationToken);
        found = [.. found.Where(model => model.DisplayName == id || id.Length >= MinDigits)];
        return found switch
        {
            [] => (null, null),
            [var model] => (model, null),
            _ => (null, $"Several uploaded models are called '{id}': give the SHA-256 of one, or its first digits, as `latbench models list` shows them."),
        };
    }

    /// <summary>The sentence that there is no such model; it names one whose name is close, among the newest.</summary>
    public async Task<string> NotFoundAsync(string id, CancellationToken cancellationToken)
    {
        var known = await store.UploadedModels.ListAsync(beforeId: null, MaxSuggested, cancellationToken);
        var near = NearestName.Of(id, known.Select(model => model.DisplayName));
        var question = near is null ? "" : $" Did you mean '{near}'?";
        return $"There is no uploaded model '{(id.Length <= 80 ? id : id[..80] + "…")}': `latbench models list` shows those there are, `latbench models upload {ShellWord.Quote("FILE")}` adds one.{question}";
    }
}
