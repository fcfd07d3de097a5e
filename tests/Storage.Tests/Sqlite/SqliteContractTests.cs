using LatBench.Storage.Tests.Contract;

namespace LatBench.Storage.Tests.Sqlite;

public sealed class SqliteCompletionTests() : CompletionContract(SqliteTestDatabase.CreateAsync);
