namespace LatBench.Measurements;

/// <summary>The reason why a job could not be measured. The numbers are stored and sent: they never change.</summary>
public enum FailureReason
{
    /// <summary>The runtime refused the model.</summary>
    ModelRejected = 1,

    /// <summary>The runner process ended unexpectedly.</summary>
    RunnerCrashed = 2,

    /// <summary>The model did not finish within its time limit.</summary>
    TimedOut = 3,

    /// <summary>The model needed more memory than it may.</summary>
    OutOfMemory = 4,

    /// <summary>An artefact did not have the promised hash, twice.</summary>
    ArtifactCorrupt = 5,

    /// <summary>An artefact could not be fetched.</summary>
    ArtifactUnavailable = 6,

    /// <summary>The target's settings could not be applied on the device.</summary>
    TargetUnsupported = 7,

    /// <summary>The model's outputs were not finite numbers.</summary>
    InvalidOutput = 8,

    /// <summary>The agent itself failed.</summary>
    Internal = 9,

    /// <summary>The lease ran out too often: the agent ended or lost its connection.</summary>
    LeaseExpired = 10,

    /// <summary>The device was removed before the measurement had its passes.</summary>
    DeviceRemoved = 11,

    /// <summary>The device, a browser, has not been seen for so long that it is not waited for any more.</summary>
    DeviceAbsent = 12,
}
