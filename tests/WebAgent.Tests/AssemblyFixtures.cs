using LatBench.WebAgent.Tests.Site;

[assembly: AssemblyFixture(typeof(Browser))]
[assembly: AssemblyFixture(typeof(SharedSite))]

// Tests measure: two at a time would slow each other down.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
