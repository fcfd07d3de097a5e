using LatBench.Coordinator.Predictors.Serving;
using LatBench.Coordinator.Predictors.Training;
using LatBench.Publishing;
using LatBench.Storage;

namespace LatBench.Coordinator.Predictors;

/// <summary>The registration of the services that predictors need.</summary>
internal static class PredictorRegistration
{
    /// <summary>Adds training and serving.</summary>
    public static void AddPredictors(this IServiceCollection services)
    {
        services.AddSingleton<PredictorArtifacts>();
        services.AddSingleton<TargetNames>();
        services.AddSingleton(provider => new TargetLabels(provider.GetRequiredService<IStore>().Labels));
        services.AddSingleton<PriorTables>();
        services.AddSingleton<EvaluationRequests>();
        services.AddSingleton<FewShotRequests>();
        services.AddSingleton<PredictorCatalog>();
        services.AddSingleton<PredictionRequests>();
        services.AddSingleton<ILatencyPredictions, LatencyPredictions>();
        services.AddSingleton<IPredictionSource, PublishablePredictions>();
        services.AddSingleton<TrainingPlanner>();
        services.AddSingleton<TrainingJobs>();
        services.AddSingleton(TrainingCommand.Self());
        services.AddSingleton<TrainingProcess>();
        services.AddHostedService<TrainingWorker>();
    }
}
