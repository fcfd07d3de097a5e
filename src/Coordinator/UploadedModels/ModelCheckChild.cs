using System.Text.Json;
using Google.Protobuf;
using LatBench.Coordinator.Processes;
using LatBench.Hosting.Files;
using LatBench.Hosting.Processes;
using LatBench.ModelChecking;
using LatBench.ModelFiles;
using LatBench.ModelFiles.Inputs;
using LatBench.ModelFiles.Preparation;
using LatBench.ModelFiles.Runtimes;
using LatBench.Onnx.Costs;
using LatBench.Onnx.Protos;

namespace LatBench.Coordinator.UploadedModels;

/// <summary>The checking process: reads one model, takes it apart, has ONNX Runtime load it, and counts its cost.</summary>
internal static class ModelCheckChild
{
    private const string GraphName = "graph.onnx";

    /// <summary>Runs the process; 0, also where the model is refused.</summary>
    public static int Run()
    {
        using var output = FramedPipe.TakeStandardOutput();
        // Text that our libraries print is no message.
        Console.SetOut(Console.Error);
        using var input = Console.OpenStandardInput();
        if (FramedPipe.Read(input) is not { } frame)
            return ChildSide.CoordinatorGone;
        var task = JsonSerializer.Deserialize(frame, ModelCheckJson.Default.ModelCheckTask)!;
        ChildSide.EndWithCoordinator(input);
        ChildSide.BeFirstToGo();
        FramedPipe.Write(output, JsonSerializer.SerializeToUtf8Bytes(Check(task), ModelCheckJson.Default.ModelCheckResult));
        return 0;
    }

    private static ModelCheckResult Check(ModelCheckTask task)
    {
        try
        {
            return Examine(task);
        }
        catch (ModelFileException exception)
        {
            return new ModelCheckResult { Failure = exception.Message };
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            return new ModelCheckResult { Failure = FileError.Of(exception, task.Directory).Describe("The coordinator cannot store the model"), IsOurs = true };
        }
    }

    private static ModelCheckResult Examine(ModelCheckTask task)
    {
        var file = ModelFile.Read(task.ModelPath);
        var description = file.Description;
        var known = RuntimeLimits.Find(RuntimeLoad.Version);
        var limits = known ?? RuntimeLimits.OnnxRuntime131 with { Runtime = $"ONNX Runtime {RuntimeLoad.Version}" };
        if (((known is null ? null : RuntimeCheck.WhyNot(description, known)) ?? (task.TakesCustomOperators ? null : RuntimeCheck.WhyNotAlone(description, limits))) is { } reason)
            return new ModelCheckResult { Failure = reason };
        var custom = RuntimeCheck.CustomOperators(description, limits);
        var unnamed = Path.Combine(task.Directory, "weights");
        var slim = file.Split(unnamed);
        var weights = slim.WeightsFile is { } name ? Path.Combine(task.Directory, name) : null;
        if (weights is not null)
            File.Move(unnamed, weights);

        var plan = InputPlan.Resolve(slim.Graph, InputRequest.Default);
        var folder = weights is null ? null : task.Directory;
        var prepared = ModelPreparation.Prepare(slim.Graph, plan);
        // Without the library the runtime refuses it for this alone: the agent that has one says whether it runs.
        var refusal = custom.Count > 0 ? null : RuntimeLoad.WhyRefused(prepared, folder);
        // A branch of an If that is not taken may fit fixed shapes no longer, be it those that are proposed or those of a later campaign.
        var keepsFree = custom.Count == 0 && (refusal is not null ? description.HasSubgraphs : HasFreeBranches(description)) && RuntimeLoad.WhyRefused(ModelPreparation.PrepareFree(slim.Graph, plan), folder) is null;
        if (keepsFree && refusal is not null)
            prepared = ModelPreparation.PrepareFree(slim.Graph, plan);
        else if (refusal is not null)
            return new ModelCheckResult { Failure = RuntimeMessages.Explain(refusal, $"ONNX Runtime {RuntimeLoad.Version}") };
        var graph = Path.Combine(task.Directory, GraphName);
        File.WriteAllBytes(graph, slim.Graph.ToArray());
        return new ModelCheckResult
        {
            Sha256 = description.Sha256,
            SizeBytes = description.SizeBytes,
            Description = JsonFormatter.Default.Format(UploadedModelMapping.Describe(description, plan, Cost(prepared, folder), custom, keepsFree)),
            GraphPath = graph,
            WeightsPath = weights,
            WeightsFileName = slim.WeightsFile,
        };
    }

    private static bool HasFreeBranches(ModelDescription description) =>
        description.Operators.Any(one => one is { Type: "If", Domain: "" }) && description.Inputs.Any(input => input.Dimensions is null || input.Dimensions.Any(dimension => dimension.Value is null));

    private static NetworkCosts Cost(byte[] prepared, string? folder)
    {
        var model = ModelProto.Parser.ParseFrom(prepared);
        return NetworkCosts.Count(model, RuntimeLoad.InferShapes(model, folder));
    }
}
