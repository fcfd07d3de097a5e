using LatBench.Storage.Tests.Contract;

namespace LatBench.Storage.Tests.Postgres.Pooling;

public sealed class PooledDeviceStoreTests() : DeviceStoreContract(PooledTestDatabase.CreateAsync);

public sealed class PooledTokenStoreTests() : TokenStoreContract(PooledTestDatabase.CreateAsync);

public sealed class PooledCampaignStoreTests() : CampaignStoreContract(PooledTestDatabase.CreateAsync);

public sealed class PooledLeaseTests() : LeaseContract(PooledTestDatabase.CreateAsync);

public sealed class PooledCompletionTests() : CompletionContract(PooledTestDatabase.CreateAsync);

public sealed class PooledProfileTests() : ProfileContract(PooledTestDatabase.CreateAsync);

public sealed class PooledSpreadTests() : SpreadContract(PooledTestDatabase.CreateAsync);

public sealed class PooledDriftTests() : DriftContract(PooledTestDatabase.CreateAsync);

public sealed class PooledMeasurementStoreTests() : MeasurementStoreContract(PooledTestDatabase.CreateAsync);

public sealed class PooledLabelStoreTests() : LabelStoreContract(PooledTestDatabase.CreateAsync);

public sealed class PooledPublicationTests() : PublicationContract(PooledTestDatabase.CreateWithSeveralAsync);

public sealed class PooledPredictorStoreTests() : PredictorStoreContract(PooledTestDatabase.CreateAsync);

public sealed class PooledSearchStoreTests() : SearchStoreContract(PooledTestDatabase.CreateAsync);

public sealed class PooledSnapshotStoreTests() : SnapshotStoreContract(PooledTestDatabase.CreateAsync);

public sealed class PooledInterleavingTests() : InterleavingContract(PooledTestDatabase.CreateAsync);

public sealed class PooledQuarantineTests() : QuarantineContract(PooledTestDatabase.CreateAsync);

public sealed class PooledBatchTests() : BatchContract(PooledTestDatabase.CreateAsync);

public sealed class PooledReplicaInterleavingTests() : ReplicaInterleavingContract(PooledTestDatabase.CreateAsync);

public sealed class PooledRawSampleRemovalTests() : RawSampleRemovalContract(PooledTestDatabase.CreateAsync);

public sealed class PooledConditionsTests() : ConditionsContract(PooledTestDatabase.CreateAsync);

public sealed class PooledSignalTests() : SignalContract(PooledTestDatabase.CreateAsync);

public sealed class PooledDistributedLockTests() : DistributedLockContract(PooledTestDatabase.CreateAsync);
