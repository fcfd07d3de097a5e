using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>The names of uploaded models.</summary>
internal static class UploadedNames
{
    /// <summary>Finds the name of a model; null where it was deleted.</summary>
    public static async Task<string?> FindAsync(LatBenchApi api, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            return (await api.Models.GetModelAsync(new GetModelRequest { Name = $"models/{sha256}" }, cancellationToken: cancellationToken)).Model.DisplayName;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
