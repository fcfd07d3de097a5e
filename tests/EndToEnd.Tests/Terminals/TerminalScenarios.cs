namespace LatBench.EndToEnd.Tests.Terminals;

/// <summary>The classes that share one filled coordinator.</summary>
[CollectionDefinition(nameof(TerminalScenarios))]
public sealed class TerminalScenarios : ICollectionFixture<FilledCoordinator>;
