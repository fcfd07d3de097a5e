using System.Globalization;
using Google.Protobuf;
using LatBench.ModelFiles.Inputs;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Preparation;

/// <summary>Makes the copies of a model's graph that are measured: every input has one shape, and the graph says how it is filled.</summary>
public static class ModelPreparation
{
    /// <summary>The metadata of a prepared graph that says how an input is filled: this and the input's name are the key, <see cref="ValueRule.ToString"/> is the value.</summary>
    public const string InputKeyPrefix = "latbench.input.";

    /// <summary>The metadata of a graph whose dimensions stay free: this and the input's name are the key, the dimensions with commas between them are the value.</summary>
    public const string ShapeKeyPrefix = "latbench.shape.";

    /// <summary>The metadata with the real values of an input: this and its name are the key, the elements in base64 are the value.</summary>
    public const string DataKeyPrefix = "latbench.data.";

    /// <summary>The metadata with the expected values of an output: this and its name are the key, the elements in base64 are the value.</summary>
    public const string ExpectedKeyPrefix = "latbench.expected.";

    /// <summary>The metadata with the difference that is allowed to the expected values.</summary>
    public const string ToleranceKey = "latbench.tolerance";

    /// <summary>
    /// The metadata with the SHA-256 of the model that a graph was prepared from. Files that differ in what is left out or stored elsewhere, such as external data, become the same graph
    /// otherwise, and share one measurement.
    /// </summary>
    public const string ModelKey = "latbench.model";

    /// <summary>The beginning of all keys.</summary>
    private const string KeyPrefix = "latbench.";

    /// <summary>Prepares a graph. The same graph, plan and SHA-256 give the same bytes.</summary>
    /// <param name="slimGraph">The graph, as <see cref="ModelFile.Split"/> gives it.</param>
    /// <param name="plan">The plan that was resolved for this graph.</param>
    /// <param name="modelSha256">The SHA-256 of the model; null for a graph that is not measured as one.</param>
    /// <exception cref="ModelFileException">The plan is of another graph.</exception>
    public static byte[] Prepare(ReadOnlyMemory<byte> slimGraph, InputPlan plan, string? modelSha256 = null)
    {
        var model = ModelProto.Parser.ParseFrom(slimGraph.Span);
        Prepare(model, plan, modelSha256);
        return model.ToByteArray();
    }

    /// <summary>
    /// Prepares a graph whose free dimensions stay free, with the shapes in its metadata alone. It is for models that a runtime refuses once their shapes are fixed, because the branch of an If that they
    /// do not take then fits no longer. The same graph, plan and SHA-256 give the same bytes.
    /// </summary>
    /// <inheritdoc cref="Prepare(ReadOnlyMemory{byte}, InputPlan, string)" path="/param|/exception"/>
    public static byte[] PrepareFree(ReadOnlyMemory<byte> slimGraph, InputPlan plan, string? modelSha256 = null)
    {
        var model = ModelProto.Parser.ParseFrom(slimGraph.Span);
        FixedShapes.Set(model.Graph.Clone(), plan);
        SetRules(model, plan, modelSha256);
        foreach (var input in plan.Inputs)
            Add(model, ShapeKeyPrefix + input.Name, string.Join(',', input.Shape.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture))));
        return model.ToByteArray();
    }

    /// <summary>Prepares a graph in its place.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="plan">The plan that was resolved for this graph.</param>
    /// <param name="modelSha256">The SHA-256 of the model; null for a graph that is not measured as one.</param>
    /// <exception cref="ModelFileException">The plan is of another graph.</exception>
    public static void Prepare(ModelProto model, InputPlan plan, string? modelSha256 = null)
    {
        FixedShapes.Set(model.Graph, plan);
        SetRules(model, plan, modelSha256);
    }

    private static void SetRules(ModelProto model, InputPlan plan, string? modelSha256)
    {
        for (var i = model.MetadataProps.Count - 1; i >= 0; i--)
        {
            if (model.MetadataProps[i].Key.StartsWith(KeyPrefix, StringComparison.Ordinal))
                model.MetadataProps.RemoveAt(i);
        }

        if (modelSha256 is not null)
            Add(model, ModelKey, modelSha256);
        foreach (var input in plan.Inputs)
            Add(model, InputKeyPrefix + input.Name, input.Rule.ToString());
        foreach (var (name, data) in plan.Data.OrderBy(data => data.Key, StringComparer.Ordinal))
            Add(model, DataKeyPrefix + name, Convert.ToBase64String(data.Bytes.Span));
        foreach (var (name, data) in plan.Expected.OrderBy(data => data.Key, StringComparer.Ordinal))
            Add(model, ExpectedKeyPrefix + name, Convert.ToBase64String(data.Bytes.Span));
        if (plan.Expected.Count > 0)
            Add(model, ToleranceKey, plan.Tolerance.ToString("R", CultureInfo.InvariantCulture));
    }

    private static void Add(ModelProto model, string key, string value) => model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
}
