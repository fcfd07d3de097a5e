using LatBench.Storage.Tests.Contract;

namespace LatBench.Storage.Tests.Postgres;

public sealed class PostgresCompletionTests() : CompletionContract(PostgresTestDatabase.CreateAsync);
