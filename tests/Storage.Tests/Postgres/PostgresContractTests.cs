using LatBench.Storage.Tests.Contract;

namespace LatBench.Storage.Tests.Postgres;

public sealed class PostgresDeviceStoreTests() : DeviceStoreContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresLargeCampaignTests() : LargeCampaignContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresTokenStoreTests() : TokenStoreContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresCampaignStoreTests() : CampaignStoreContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresLeaseTests() : LeaseContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresCompletionTests() : CompletionContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresProfileTests() : ProfileContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresSpreadTests() : SpreadContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresDriftTests() : DriftContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresMeasurementStoreTests() : MeasurementStoreContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresLabelStoreTests() : LabelStoreContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresPublicationTests() : PublicationContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresPredictorStoreTests() : PredictorStoreContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresSearchStoreTests() : SearchStoreContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresSnapshotStoreTests() : SnapshotStoreContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresUploadedModelTests() : UploadedModelContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresInterleavingTests() : InterleavingContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresQuarantineTests() : QuarantineContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresBatchTests() : BatchContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresReplicaInterleavingTests() : ReplicaInterleavingContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresRawSampleRemovalTests() : RawSampleRemovalContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresConditionsTests() : ConditionsContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresDistributedLockTests() : DistributedLockContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresCancellationTests() : CancellationContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresWaitingTests() : WaitingContract(PostgresTestDatabase.CreateAsync);

public sealed class PostgresCanaryReadingTests() : CanaryReadingContract(PostgresTestDatabase.CreateAsync);
