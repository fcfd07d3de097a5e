using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Mcp;

/// <summary>A model that an assistant has named.</summary>
/// <param name="Text">Its name for people.</param>
/// <param name="Space">Its search space; <c>onnx</c> for an uploaded one.</param>
/// <param name="Uploaded"><c>models/SHA256</c> of an uploaded one; null for an architecture.</param>
internal sealed record ComparedModel(string Text, string Space, string? Uploaded);

/// <summary>From what an assistant calls a model to an uploaded model or an architecture.</summary>
internal sealed class ComparedModels(McpApi api, SearchSpaceRegistry spaces)
{
    private const string UploadedSpace = "onnx";
    private const string Prefix = "models/";

    /// <summary>Finds a model: an uploaded one where no search space is named, else an architecture.</summary>
    /// <param name="name">The name of an uploaded model, its SHA-256, or an architecture.</param>
    /// <param name="space">The search space; null where none is named.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ToolException">It is neither.</exception>
    public async Task<ComparedModel> FindAsync(string name, string? space, CancellationToken cancellationToken)
    {
        string? reason = null;
        if (space is null or UploadedSpace)
        {
            try
            {
                var model = (await api.Models.GetModelAsync(new GetModelRequest { Name = name.StartsWith(Prefix, StringComparison.Ordinal) ? name : Prefix + name }, cancellationToken: cancellationToken)).Model;
                return new ComparedModel(model.DisplayName, UploadedSpace, model.Name);
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
            {
                reason = e.StatusCode == StatusCode.InvalidArgument ? e.Status.Detail : null;
            }
        }

        if (space == UploadedSpace)
            throw new ToolException(reason ?? $"There is no uploaded model '{Limits.Shorten(name)}': list_models shows those there are.");
        try
        {
            await api.Architectures.GetArchitectureAsync(new GetArchitectureRequest { SearchSpace = space ?? spaces.Default.Name, Text = name }, cancellationToken: cancellationToken);
            return new ComparedModel(name, space ?? spaces.Default.Name, null);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument && space is null)
        {
            throw new ToolException($"'{Limits.Shorten(name)}' is neither an uploaded model nor an architecture of {spaces.Default.Name}: list_models shows the uploaded ones, and space names another search space.");
        }
    }

    /// <summary>Reads the names of uploaded models by their SHA-256; a deleted one is missing.</summary>
    /// <param name="hashes">Their SHA-256.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<string> hashes, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var sha256 in hashes.Distinct(StringComparer.Ordinal))
        {
            try
            {
                names[sha256] = (await api.Models.GetModelAsync(new GetModelRequest { Name = Prefix + sha256 }, cancellationToken: cancellationToken)).Model.DisplayName;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
            {
                // Deleted: its SHA-256 stands for it.
            }
        }

        return names;
    }
}
