using LatBench.Dashboard.Tests.Site;

[assembly: AssemblyFixture(typeof(Browser))]
[assembly: AssemblyFixture(typeof(SeededSite))]
