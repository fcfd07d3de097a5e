using LatBench.SearchSpaces;

namespace LatBench.Contracts.Mapping;

/// <summary>Search spaces and descriptions of their architectures as messages.</summary>
public static class ArchitectureMapping
{
    /// <summary>Describes an architecture.</summary>
    /// <param name="space">The space.</param>
    /// <param name="architecture">An architecture of the space, measurable or not.</param>
    public static V1.ArchitectureDescription Describe(this ISearchSpace space, Architecture architecture)
    {
        var reason = space.WhyNotMeasurable(architecture);
        return new V1.ArchitectureDescription
        {
            SearchSpace = space.Name,
            Text = architecture.Text,
            CanonicalForm = space.Canonicalize(architecture).Text,
            Code = space.Code(architecture),
            Hash = space.Columns?.Key(architecture) ?? "",
            Measurable = reason is null,
            Reason = reason ?? "",
            Costs = { space.Inputs.Select(input => ToProto(input, space.Costs(architecture, input))) },
        };
    }

    /// <summary>Gets the message for a search space.</summary>
    /// <param name="space">The space.</param>
    public static V1.SearchSpace ToProto(this ISearchSpace space)
    {
        var message = new V1.SearchSpace
        {
            Name = space.Name,
            Title = space.Title,
            DefaultInput = space.DefaultInput.Name,
            Inputs =
            {
                space.Inputs.Select(input => new V1.SearchSpaceInput
                {
                    Name = input.Name,
                    Channels = input.Channels,
                    Height = input.Height,
                    Width = input.Width,
                    Classes = input.Classes,
                }),
            },
        };
        if (space.Size is { } size)
            message.Size = size;
        return message;
    }

    private static V1.ArchitectureCost ToProto(InputSpec input, Costs costs) => new() { Input = input.Name, Parameters = costs.Parameters, Macs = costs.Macs };
}
