using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.Mapping;
using LatBench.ModelFiles;
using LatBench.ModelFiles.Inputs;
using LatBench.Onnx;
using LatBench.Onnx.Costs;
using LatBench.SearchSpaces;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.UploadedModels;

/// <summary>Uploaded models between files, the store and the wire.</summary>
internal static class UploadedModelMapping
{
    private static readonly string[] QuantizedOperators = ["QuantizeLinear", "QLinear", "ConvInteger", "MatMulInteger"];

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Describes a file that was checked; its name and its times are not known yet.</summary>
    public static V1.UploadedModel Describe(ModelDescription description, InputPlan plan, NetworkCosts costs, IReadOnlyList<string> customOperators, bool keepsFree)
    {
        var message = new V1.UploadedModel
        {
            IrVersion = description.IrVersion,
            Producer = PrintableText.Of(description.Producer),
            Parameters = description.Parameters,
            KeepsFreeDimensions = keepsFree,
            ProposedInputs = plan.Text,
            OperatorSets = { description.Opsets.OrderBy(set => set.Key, StringComparer.Ordinal).Select(set => new V1.OperatorSet { Domain = PrintableText.Of(set.Key), Version = set.Value }) },
            Inputs = { description.Inputs.Select(ToProto) },
            Outputs = { description.Outputs.Select(ToProto) },
            Operators = { description.Operators.Select(one => new V1.OperatorCount { Type = PrintableText.Of(one.Domain.Length == 0 ? one.Type : $"{one.Domain}.{one.Type}"), Count = one.Count }) },
            Proposals = { plan.Proposals },
            Precision = PrecisionOf(description).ToProto(),
            CustomOperators = { customOperators },
            UncountedOperators = { costs.Uncounted.Select(PrintableText.Of) },
        };
        if (costs.Complete)
            message.Macs = costs.Macs;
        return message;
    }

    /// <summary>The precision that a stored model has as it is.</summary>
    public static Precision Precision(this Storage.Models.UploadedModel model) => Parser.Parse<V1.UploadedModel>(model.Description).Precision.ToDomain();

    /// <summary>The operators that a stored model needs a library for, as <c>domain.Type</c>.</summary>
    public static IReadOnlyList<string> CustomOperators(this Storage.Models.UploadedModel model) => Parser.Parse<V1.UploadedModel>(model.Description).CustomOperators;

    /// <summary>Determines whether the dimensions of a stored model stay free when it is measured.</summary>
    public static bool KeepsFreeDimensions(this Storage.Models.UploadedModel model) => Parser.Parse<V1.UploadedModel>(model.Description).KeepsFreeDimensions;

    /// <summary>The message of a stored model.</summary>
    public static V1.UploadedModel ToProto(this Storage.Models.UploadedModel model)
    {
        var message = Parser.Parse<V1.UploadedModel>(model.Description);
        message.Name = $"models/{model.Sha256}";
        message.DisplayName = model.DisplayName;
        message.SizeBytes = model.SizeBytes;
        message.CreateTime = model.CreatedAt.ToTimestamp();
        return message;
    }

    /// <summary>A model with quantised operators is in int8, one whose inputs or outputs are in half precision in fp16, any other in fp32.</summary>
    private static Precision PrecisionOf(ModelDescription description)
    {
        if (description.Operators.Any(one => QuantizedOperators.Any(name => one.Type.Contains(name, StringComparison.Ordinal))))
            return SearchSpaces.Precision.Int8;
        return description.Inputs.Concat(description.Outputs).Any(value => value.Type == ElementType.Float16) ? SearchSpaces.Precision.Fp16 : SearchSpaces.Precision.Fp32;
    }

    private static V1.ModelValue ToProto(TensorInput value)
    {
        var message = new V1.ModelValue
        {
            Name = PrintableText.Of(value.Name),
            Type = value.Kind == ValueKind.Tensor ? value.Type.Name() : value.Kind.ToString().ToLowerInvariant(),
        };
        message.Shape.AddRange(value.Dimensions?.Select(dimension => dimension.ToString()) ?? ["…"]);
        return message;
    }
}
