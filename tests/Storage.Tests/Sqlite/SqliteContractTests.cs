using LatBench.Storage.Tests.Contract;

namespace LatBench.Storage.Tests.Sqlite;

public sealed class SqliteDeviceStoreTests() : DeviceStoreContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteLargeCampaignTests() : LargeCampaignContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteTokenStoreTests() : TokenStoreContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteCampaignStoreTests() : CampaignStoreContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteLeaseTests() : LeaseContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteCompletionTests() : CompletionContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteSpreadTests() : SpreadContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteDriftTests() : DriftContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteMeasurementStoreTests() : MeasurementStoreContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteProfileTests() : ProfileContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteLabelStoreTests() : LabelStoreContract(SqliteTestDatabase.CreateAsync);

public sealed class SqlitePublicationTests() : PublicationContract(SqliteTestDatabase.CreateAsync);

public sealed class SqlitePredictorStoreTests() : PredictorStoreContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteSearchStoreTests() : SearchStoreContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteSnapshotStoreTests() : SnapshotStoreContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteUploadedModelTests() : UploadedModelContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteSignalTests() : SignalContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteInterleavingTests() : InterleavingContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteQuarantineTests() : QuarantineContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteBatchTests() : BatchContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteReplicaInterleavingTests() : ReplicaInterleavingContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteRawSampleRemovalTests() : RawSampleRemovalContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteConditionsTests() : ConditionsContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteDistributedLockTests() : DistributedLockContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteCancellationTests() : CancellationContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteWaitingTests() : WaitingContract(SqliteTestDatabase.CreateAsync);

public sealed class SqliteCanaryReadingTests() : CanaryReadingContract(SqliteTestDatabase.CreateAsync);
