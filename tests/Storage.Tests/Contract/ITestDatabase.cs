namespace LatBench.Storage.Tests.Contract;

/// <summary>An empty database of one test, with its schema.</summary>
public interface ITestDatabase : IAsyncDisposable
{
    IStore Store { get; }

    /// <summary>A second store over the same database, as another process has it.</summary>
    IStore OpenAnother();
}
