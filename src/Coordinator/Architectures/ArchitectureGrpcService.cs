using Grpc.Core;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Architectures;

/// <summary>The search spaces and their architectures.</summary>
internal sealed class ArchitectureGrpcService(SearchSpaceRegistry spaces) : ArchitectureService.ArchitectureServiceBase
{
    /// <inheritdoc/>
    public override Task<GetArchitectureResponse> GetArchitecture(GetArchitectureRequest request, ServerCallContext context)
    {
        var space = spaces.Default;
        if (request.SearchSpace.Length > 0 && !spaces.TryGet(request.SearchSpace, out space))
            throw Refusals.InvalidArgument("search_space", spaces.Unknown(request.SearchSpace));
        return space.TryParse(request.Text, out var architecture, out var error)
            ? Task.FromResult(new GetArchitectureResponse { Architecture = space.Describe(architecture) })
            : throw Refusals.InvalidArgument("text", spaces.Explain(error, request.Text));
    }

    /// <inheritdoc/>
    public override Task<ListSearchSpacesResponse> ListSearchSpaces(ListSearchSpacesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSearchSpacesResponse { SearchSpaces = { spaces.Spaces.Select(space => space.ToProto()) } });
}
