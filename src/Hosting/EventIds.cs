namespace LatBench.Hosting;

/// <summary>
/// The event ids of all log messages of the coordinator and the agent. Operators filter and alert by them: an id is never used twice and never
/// gets another meaning.
/// </summary>
public static class EventIds
{
    // The coordinator: calls and storage.

    /// <summary>A call failed for a reason that the coordinator does not know: a bug.</summary>
    public const int UnexpectedCallError = 1001;

    /// <summary>A call found the database out of reach, too busy or full.</summary>
    public const int CallStorageUnavailable = 1002;

    // The agent: enrolment.

    /// <summary>The coordinator does not answer while the agent enrols.</summary>
    public const int EnrolmentWaiting = 1003;

    /// <summary>The agent enrolled its device.</summary>
    public const int DeviceEnrolled = 1004;

    /// <summary>The agent described a device that was enrolled before.</summary>
    public const int DeviceDescribed = 1005;

    // The coordinator: storage.

    /// <summary>A remark on how the database is reached.</summary>
    public const int StorageRemark = 1010;

    /// <summary>Artefacts of a deleted model could not be removed, which is tried again later.</summary>
    public const int ArtifactsLeft = 1011;

    // The coordinator: access.

    /// <summary>A call was refused for its token, its role or its limits.</summary>
    public const int CallRefused = 1101;

    /// <summary>A line of the audit log could not be written.</summary>
    public const int AuditLogNotWritten = 1102;

    /// <summary>A tool of the MCP endpoint failed for an unknown reason: a bug.</summary>
    public const int McpToolFailed = 1103;

    // The coordinator: verification of search winners.

    /// <summary>The verification of search winners could not go on.</summary>
    public const int VerificationFailed = 1701;

    /// <summary>The verification of the winners of one search failed for an unknown reason.</summary>
    public const int VerificationUnexpectedError = 1702;

    // The coordinator: leases.

    /// <summary>Leases ran out; their jobs are queued again or have failed.</summary>
    public const int LeasesExpired = 2001;

    /// <summary>Leases could not be checked because of the database.</summary>
    public const int LeaseExpiryStorageUnavailable = 2002;

    /// <summary>A browser was not seen for so long that it is not waited for any more.</summary>
    public const int BrowserGivenUp = 2012;

    /// <summary>Absent browsers could not be looked for because of the database.</summary>
    public const int BrowsersStorageUnavailable = 2013;

    // The agent: jobs and leases.

    /// <summary>Leases of the agent are not held any more.</summary>
    public const int LeasesLost = 2003;

    /// <summary>The agent could not renew its leases.</summary>
    public const int LeasesNotRenewed = 2004;

    /// <summary>The coordinator does not answer the agent.</summary>
    public const int CoordinatorUnreachable = 2005;

    /// <summary>The agent stopped before everything was delivered.</summary>
    public const int ReportsLeftInSpool = 2006;

    /// <summary>The agent pauses, and why.</summary>
    public const int AgentPaused = 2007;

    /// <summary>The agent goes on after a pause.</summary>
    public const int AgentResumed = 2008;

    /// <summary>The coordinator answers the agent again.</summary>
    public const int CoordinatorReached = 2009;

    /// <summary>The agent leased jobs.</summary>
    public const int JobsLeased = 2010;

    /// <summary>A job failed on the device.</summary>
    public const int JobFailed = 2011;

    // The agent: the state of its machine.

    /// <summary>A start temperature is set on a machine that reports none.</summary>
    public const int NoTemperature = 2101;

    /// <summary>The machine did not cool down in time.</summary>
    public const int StillHot = 2102;

    /// <summary>The runner did not get the priority that it asked for.</summary>
    public const int OrdinaryPriority = 2103;

    // The agent: artefacts.

    /// <summary>An artefact arrived with content that does not match its hash.</summary>
    public const int ArtifactTampered = 3001;

    /// <summary>A download goes on where it broke off.</summary>
    public const int ArtifactResuming = 3002;

    /// <summary>An artefact was dropped from the full cache.</summary>
    public const int ArtifactEvicted = 3003;

    /// <summary>The disk of the agent takes no artefact.</summary>
    public const int ArtifactDiskTakesNothing = 3004;

    // The agent: runner processes.

    /// <summary>A runner process started.</summary>
    public const int RunnerStarted = 4001;

    /// <summary>A runner process ended while it had a model.</summary>
    public const int RunnerCrashed = 4002;

    /// <summary>A model ran past its limit.</summary>
    public const int RunnerTimedOut = 4003;

    // The agent: execution providers.

    /// <summary>An execution provider runs whole models.</summary>
    public const int ProviderFound = 4101;

    /// <summary>An execution provider does not run with inputs and outputs in its own memory.</summary>
    public const int ProviderNotResident = 4102;

    /// <summary>A runtime is offered beside the agent's own.</summary>
    public const int RuntimeOffered = 4103;

    /// <summary>An execution provider does not run on a runtime beside the agent's own.</summary>
    public const int ProviderNotOnRuntime = 4104;

    /// <summary>Custom operators of a library are offered.</summary>
    public const int CustomOperatorsOffered = 4105;

    // The agent: results on their way to the coordinator.

    /// <summary>A result is delivered.</summary>
    public const int ResultDelivered = 5001;

    /// <summary>A failure is delivered.</summary>
    public const int FailureDelivered = 5002;

    /// <summary>A report could not be delivered and stays in the spool.</summary>
    public const int ReportPostponed = 5003;

    /// <summary>The coordinator refused a report for good.</summary>
    public const int ReportRefused = 5004;

    // The coordinator: training of predictors.

    /// <summary>The training of a predictor started.</summary>
    public const int TrainingStarted = 7001;

    /// <summary>A predictor is ready.</summary>
    public const int TrainingReady = 7002;

    /// <summary>The training of a predictor failed.</summary>
    public const int TrainingFailed = 7003;

    /// <summary>A training was cancelled or taken over by another coordinator.</summary>
    public const int TrainingLost = 7004;

    /// <summary>Trainings could not be read because of the database.</summary>
    public const int TrainingStorageUnavailable = 7005;

    /// <summary>The training of a predictor failed for an unknown reason.</summary>
    public const int TrainingUnexpectedError = 7006;
}
