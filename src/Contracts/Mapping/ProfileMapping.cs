using Google.Protobuf.WellKnownTypes;
using LatBench.Measurements;

namespace LatBench.Contracts.Mapping;

/// <summary>Profiles between the wire and the domain.</summary>
public static class ProfileMapping
{
    /// <summary>The message for a profile.</summary>
    public static V1.OperatorProfile ToProto(this OperatorProfile profile)
    {
        var message = new V1.OperatorProfile
        {
            Runs = profile.Runs,
            RunNs = profile.Run.Nanoseconds,
            StartTime = Timestamp.FromDateTimeOffset(profile.StartTime),
            EndTime = Timestamp.FromDateTimeOffset(profile.EndTime),
            RuntimeVersion = profile.RuntimeVersion,
            AgentVersion = profile.AgentVersion,
        };
        message.SessionOptions.AddRange(profile.SessionOptions);
        message.Operators.AddRange(profile.Operators.Select(ToProto));
        return message;
    }

    /// <summary>The profile of a message that <see cref="ProfileValidator"/> found no fault with; what is output only is left out.</summary>
    public static OperatorProfile ToDomain(this V1.OperatorProfile message) => new()
    {
        Operators = [.. message.Operators.Select(ToDomain)],
        Runs = message.Runs,
        Run = Latency.FromNanoseconds(message.RunNs),
        StartTime = message.StartTime.ToDateTimeOffset(),
        EndTime = message.EndTime.ToDateTimeOffset(),
        RuntimeVersion = message.RuntimeVersion,
        AgentVersion = message.AgentVersion,
        SessionOptions = [.. message.SessionOptions],
    };

    private static V1.ProfiledOperator ToProto(ProfiledOperator one) => new()
    {
        Inputs = { one.Inputs.Select(ToProto) },
        Outputs = { one.Outputs.Select(ToProto) },
        Name = one.Name,
        OpType = one.OperatorType,
        Provider = one.Provider,
        Calls = one.Calls,
        MeanNs = one.MeanNs,
        Share = one.Share,
        Place = one.Place is { } place ? ToProto(place) : null,
    };

    private static V1.OperatorPlace ToProto(OperatorPlace place)
    {
        var message = new V1.OperatorPlace { Part = (V1.NetworkPart)place.Part, Operation = place.Operation ?? "", Text = place.Text };
        if (place.Cell is { } cell)
            message.Cell = cell;
        if (place.EdgeFrom is { } from)
            message.EdgeFrom = from;
        if (place.Node is { } node)
            message.Node = node;
        return message;
    }

    private static ProfiledOperator ToDomain(V1.ProfiledOperator message) => new()
    {
        Name = message.Name,
        OperatorType = message.OpType,
        Provider = message.Provider,
        Calls = message.Calls,
        MeanNs = message.MeanNs,
        Inputs = [.. message.Inputs.Select(ToDomain)],
        Outputs = [.. message.Outputs.Select(ToDomain)],
    };

    private static V1.ProfiledTensor ToProto(ProfiledTensor tensor) => new() { Type = tensor.Type, Dims = { tensor.Shape } };

    private static ProfiledTensor ToDomain(V1.ProfiledTensor message) => new(message.Type, [.. message.Dims]);
}
