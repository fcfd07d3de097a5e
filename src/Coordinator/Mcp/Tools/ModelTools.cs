using System.ComponentModel;
using LatBench.Contracts.V1;
using ModelContextProtocol.Server;

namespace LatBench.Coordinator.Mcp.Tools;

/// <summary>The tools for models.</summary>
[McpServerToolType]
internal sealed class ModelTools(McpApi api)
{
    /// <summary>Lists uploaded models, newest first.</summary>
    [McpServerTool(Name = "list_models", Title = "List uploaded models", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Lists the ONNX models that users have uploaded, newest first, with their size, parameters and multiply-accumulate operations. Other tools take their names or the first 8 digits of their SHA-256. "
        + "Architectures of search spaces, such as those of nas-bench-201, are not listed: they are named by their text.")]
    public async Task<ModelPage> ListAsync(
        [Description("Rows of a page, 1 to 100; 20 by default.")] int? limit = null,
        [Description("next_page of the answer before; leave it away for the first page.")] string? page = null,
        CancellationToken cancellationToken = default)
    {
        var response = await api.Models.ListModelsAsync(new ListModelsRequest { PageSize = Limits.Rows(limit), PageToken = page ?? "" }, cancellationToken: cancellationToken);
        return new ModelPage(
            [.. response.Models.Select(model => new ModelRow(model.DisplayName, model.Name["models/".Length..], model.SizeBytes, model.Parameters, model.HasMacs ? model.Macs : null, Words.Of(model.Precision), model.ProposedInputs))],
            response.NextPageToken.Length > 0 ? response.NextPageToken : null);
    }
}

/// <summary>A page of models.</summary>
/// <param name="Models">The models.</param>
/// <param name="NextPage">What gets the next page; null on the last.</param>
internal sealed record ModelPage(IReadOnlyList<ModelRow> Models, string? NextPage);

/// <summary>An uploaded model.</summary>
/// <param name="Name">The name of its file, as a rule.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="SizeBytes">All of its bytes.</param>
/// <param name="Parameters">The number of parameters.</param>
/// <param name="Macs">Multiply-accumulate operations of one inference; null where they are not known before it runs.</param>
/// <param name="Precision">The precision that it has as it is.</param>
/// <param name="Inputs">The inputs that are taken where a campaign says nothing.</param>
internal sealed record ModelRow(string Name, string Sha256, long SizeBytes, long Parameters, long? Macs, string Precision, string Inputs);
