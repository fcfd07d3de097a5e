using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Tests.Runner;

public sealed class WeightsMemoryTests
{
    [Fact]
    public void The_runtime_of_this_build_takes_weights_from_memory() => Assert.True(OrtNative.TakesWeightsFromMemory);

    [Fact]
    public void AddTo_both_ways_give_the_same_outputs()
    {
        using var directory = new TemporaryDirectory();
        foreach (var model in TestModels.Shared(4))
        {
            var path = directory.Write(model.Weights!.FileName, model.Weights.Bytes.ToArray());
            Assert.Equal(Logits(model.Graph, path, inMemory: false), Logits(model.Graph, path, inMemory: true));
        }
    }

    [Fact]
    public void AddTo_another_file_replaces_the_one_before()
    {
        using var directory = new TemporaryDirectory();
        var model = TestModels.Shared(1)[0];
        var good = directory.Write(model.Weights!.FileName, model.Weights.Bytes.ToArray());
        var halved = directory.Write(Path.Combine("halved", model.Weights.FileName), model.Weights.Bytes.ToArray()[..1024]);
        using var weights = new WeightsMemory(inMemory: true);
        foreach (var (path, works) in new[] { (good, true), (halved, false), (good, true) })
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            weights.AddTo(options, path);
            Assert.Equal(works, Record.Exception(() => new InferenceSession(model.Graph, options).Dispose()) is null);
        }
    }

    [Fact]
    public void AddTo_more_files_than_stay_mapped_still_finds_the_first()
    {
        using var directory = new TemporaryDirectory();
        var model = TestModels.Shared(1)[0];
        string[] paths = [.. Enumerable.Range(0, 6).Select(i => directory.Write(Path.Combine($"{i}", model.Weights!.FileName), model.Weights.Bytes.ToArray()))];
        using var weights = new WeightsMemory(inMemory: true);
        foreach (var path in paths.Append(paths[0]))
        {
            using var options = new SessionOptions();
            weights.AddTo(options, path);
            using var session = new InferenceSession(model.Graph, options);
            Assert.NotEmpty(session.OutputNames);
        }
    }

    [Fact]
    public void AddTo_an_empty_file_is_refused()
    {
        using var directory = new TemporaryDirectory();
        using var weights = new WeightsMemory(inMemory: true);
        using var options = new SessionOptions();
        Assert.Contains("none.weights is empty", Assert.Throws<EndOfStreamException>(() => weights.AddTo(options, directory.Write("none.weights", []))).Message, StringComparison.Ordinal);
    }

    private static float[] Logits(byte[] graph, string path, bool inMemory)
    {
        using var weights = new WeightsMemory(inMemory);
        using var options = new SessionOptions();
        weights.AddTo(options, path);
        using var session = new InferenceSession(graph, options);
        // What the session needs it has copied.
        weights.Dispose();
        using var input = ModelInputs.CreateAll(session).Single().Value;
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["input"], [input], session.OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
