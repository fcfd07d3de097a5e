using LatBench.Contracts.V1;

namespace LatBench.DeviceAgent.Enrolment;

/// <summary>The description of its device that an agent sends at enrolment and at every start.</summary>
internal sealed record DeviceDescription(Contracts.V1.Hardware Hardware, Software Software, IReadOnlyList<Target> Targets);
