using LatBench.Prediction.Predictors.PaperGcn;
using LatBench.TestKit;

namespace LatBench.Prediction.Tests.Predictors;

/// <summary>Tests that look at the memory of the process run alone: others would be seen with them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class GcnTrainingMemoryTests
{
    [Fact]
    public void GcnTraining_a_thousand_sessions_and_steps_leak_nothing()
    {
        var options = new GcnOptions { Hidden = 16, Layers = 2 };
        var encoder = Nas201.SearchSpace.Encoders!.Graph!;
        var architecture = Nas201.Parse("320142");
        float[][] parameters = [.. GcnNetwork.Shapes(options, encoder).Select(shape => new float[shape.Aggregate(1L, (product, size) => product * size)])];
        Train(20);
        var before = Environment.WorkingSet;

        Train(200);

        GC.Collect();
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 64L << 20);

        void Train(int sessions)
        {
            for (var session = 0; session < sessions; session++)
            {
                using var training = new GcnTraining(options, encoder, parameters, 1, 1);
                for (var step = 0; step < 5; step++)
                    training.Step(architecture, 0.5, 1e-3);
            }
        }
    }
}
