namespace LatBench.Measurements.Gates;

/// <summary>A run of models on one target: a baseline, or what is held against one.</summary>
/// <param name="Machine">The machine and its settings.</param>
/// <param name="Models">The models, each name and configuration once.</param>
public sealed record GateRun(MachineFingerprint Machine, IReadOnlyList<GateModel> Models)
{
    /// <summary>Gets the passes of all models, with the readings of the canary beside them.</summary>
    public IReadOnlyList<PassResult> Passes => [.. Models.SelectMany(model => model.Passes)];
}

/// <summary>A model of a run. A model is recognised by name and configuration: its bytes may change from build to build.</summary>
public sealed record GateModel
{
    /// <summary>Gets the name, as people know the model.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the SHA-256 of the graph that was measured, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Gets the model configuration in words.</summary>
    public required string Configuration { get; init; }

    /// <summary>Gets the counted passes; none where the model could not be measured.</summary>
    public required IReadOnlyList<PassResult> Passes { get; init; }

    /// <summary>Gets the numbers of the passes in their campaign, in the order of <see cref="Passes"/>; none where they are not known.</summary>
    public IReadOnlyList<int> PassNumbers { get; init; } = [];

    /// <summary>Gets the SHA-256 of the uploaded model; null for a model of another search space, and in baselines that do not say it.</summary>
    public string? UploadedSha256 { get; init; }

    /// <summary>Gets the path of the file that the model was read from, relative to the folder of the baseline; null where it is not known.</summary>
    public string? File { get; init; }

    /// <summary>Gets the reason why the model could not be measured, in one sentence; null where it could.</summary>
    public string? Failure { get; init; }

    /// <summary>Gets what identifies the model from run to run.</summary>
    public (string Name, string Configuration) Key => (Name, Configuration);
}
