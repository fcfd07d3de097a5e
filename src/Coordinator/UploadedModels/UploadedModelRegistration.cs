namespace LatBench.Coordinator.UploadedModels;

/// <summary>The registration of the services that uploaded models need.</summary>
internal static class UploadedModelRegistration
{
    /// <summary>Adds uploading, checking and measuring of users' models.</summary>
    public static void AddUploadedModels(this IServiceCollection services)
    {
        services.AddSingleton<UploadStaging>();
        services.AddSingleton(provider => new ModelCheck(ModelCheck.Self(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RemovedArtifacts>();
        services.AddSingleton<ModelAdmission>();
        services.AddSingleton<UploadedModelNames>();
        services.AddSingleton<ModelConversion>();
        services.AddSingleton<UploadedSelections>();
    }
}
