-- The rows of a small database with the schema of 0015, as that version wrote them. StoredDatabase.cs loads them.
INSERT INTO devices (id, state, hardware, software, enrolled_at, last_seen_at, failure_streak, is_private, hides_name, reference_clock_ns, pause_reason, pause_message, paused_at) VALUES
('board', 2, '{"cpuModel":"Some CPU @ 2 GHz","architecture":"x64","logicalCpus":4,"usableCpus":2,"memoryBytes":17179869184,"gpus":["One","Two"]}', '{"agentVersion":"0.1.0","operatingSystem":"Some Linux 1","kernel":"6.1","protocols":["latbench/1"],"precisions":["fp32"]}', 1935817689000000, 1935818109000000, 0, TRUE, TRUE, NULL, 1, '3 MiB are free', 1935818109000000),
('lab', 1, '{"cpuModel":"Some CPU @ 2 GHz","architecture":"x64","logicalCpus":4,"usableCpus":2,"memoryBytes":17179869184,"gpus":["One","Two"]}', '{"agentVersion":"0.1.0","operatingSystem":"Some Linux 1","kernel":"6.1","protocols":["latbench/1"],"precisions":["fp32"]}', 1935817689000000, 1935817989000000, 0, FALSE, FALSE, 1000001, NULL, NULL, NULL);
INSERT INTO targets (slug, device_id, runtime, runtime_version, execution_provider, threads, graph_optimization, position, io_mode) VALUES
('board/ort-1.31.1/cpu/t1', 'board', 'ort', '1.31.1', 'cpu', 1, 'all', 0, 'host'),
('lab/ort-1.31.1/cpu/t1', 'lab', 'ort', '1.31.1', 'cpu', 1, 'all', 0, 'host');
INSERT INTO tokens (id, hash, role, description, device_id, created_at, expires_at, used_at, used_by_request, used_by_device) VALUES
(1, X'a602f9f2c257ce1671c2020dee592eedd27d93d01f2d861cdc627e5461d8555a', 4, 'for lab', NULL, 1935817689000000, 1935821289000000, 1935817689000000, 'request lab', 'lab'),
(2, X'2a263d2ca471fc642a606009a52a77d51bdc2a04a63f56695a3065acae29258b', 5, 'credential of lab', 'lab', 1935817689000000, NULL, NULL, NULL, NULL),
(3, X'1c4b5a9a45cd849c4cbfc7deefac80df2ee9f2461c7cfb11108843ca6c791571', 4, 'for board', NULL, 1935817689000000, 1935821289000000, 1935817689000000, 'request board', 'board'),
(4, X'45b5c00a6edac2117ec44be78c6d0c4e18db76d219a8dfe568a270e7c3fa21e1', 5, 'credential of board', 'board', 1935817689000000, NULL, NULL, NULL, NULL),
(5, X'8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918', 1, 'admin', NULL, 1935817689000000, NULL, NULL, NULL, NULL);
INSERT INTO models (sha256, weights_sha256, weights_file_name, search_space, effective_cell, architecture, dataset, batch, model_precision, graph_variant) VALUES
('153f89bb0919b9de197090e055ad0456599bd3373d197dc38ae0473a3bb91c12', '9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c', 'weights.bin', 'nas-bench-201', 'cell 8', 'cell 8', 'cifar100', 1, 'fp32', 'pruned'),
('3c2c0281c4093b065ae1446e6b56762eb5108a2fa5e92873b86116b751a61abe', '9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c', 'weights.bin', 'nas-bench-201', 'cell 0', 'cell 0', 'cifar100', 1, 'fp32', 'pruned'),
('47b98be17c1c80f2a85cd3013c745ec8379b9b591b103c675169996da479f7dd', '9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c', 'weights.bin', 'nas-bench-201', 'cell 4', 'cell 4', 'cifar100', 1, 'fp32', 'pruned'),
('59d654aac7205ed6dbec3f707b62b94e4c182c9363ccc9a8b098eae7a3980de3', '9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c', 'weights.bin', 'nas-bench-201', 'cell 9', 'cell 9', 'cifar100', 1, 'fp32', 'pruned'),
('97e2521720cb4b3821c7ed9df7dbca7a63e04b42ba05ffe3e15dc992f227ae36', '9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c', 'weights.bin', 'nas-bench-201', 'cell 2', 'cell 2', 'cifar100', 1, 'fp32', 'pruned'),
('a63f0dfe98cc2a03a21873a3ab0d209eae44045e3810b79a104d42783e2ca194', '9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c', 'weights.bin', 'nas-bench-201', 'cell 3', 'cell 3', 'cifar100', 1, 'fp32', 'pruned'),
('cd36b49d7b2a8b5e4e13663cb54c5e1338c17b7d3af1c506fb3842bd08291822', '9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c', 'weights.bin', 'nas-bench-201', 'cell 1', 'cell 1', 'cifar100', 1, 'fp32', 'pruned');
INSERT INTO campaigns (id, request_id, display_name, request, protocol, targets, state, created_at, ended_at) VALUES
(1, 'first', 'A campaign', '{}', '{"minPasses":2,"maxPasses":5,"maxRelativeError":0.02,"minSpread":"00:00:00","minBlockDuration":"00:00:00.0060000","minBlockSamples":5,"maxWarmUpInferences":20,"seed":7,"modelTimeout":"00:01:00"}', '["lab/ort-1.31.1/cpu/t1"]', 2, 1935817689000000, 1935817749000000),
(2, 'second', 'A campaign', '{}', '{"minPasses":2,"maxPasses":5,"maxRelativeError":0.02,"minSpread":"00:00:00","minBlockDuration":"00:00:00.0060000","minBlockSamples":5,"maxWarmUpInferences":20,"seed":7,"modelTimeout":"00:01:00"}', '["lab/ort-1.31.1/cpu/t1","board/ort-1.31.1/cpu/t1"]', 1, 1935817809000000, NULL),
(3, NULL, 'A campaign', '{}', '{"minPasses":3,"maxPasses":6,"maxRelativeError":0.02,"minSpread":"00:00:00","minBlockDuration":"00:00:00.0060000","minBlockSamples":5,"maxWarmUpInferences":20,"seed":7,"modelTimeout":"00:01:00"}', '["lab/ort-1.31.1/cpu/t1"]', 3, 1935817929000000, 1935818109000000);
INSERT INTO campaign_architectures (campaign_id, position, architecture, model_sha256, skip_reason) VALUES
(1, 0, 'arch 00000', '3c2c0281c4093b065ae1446e6b56762eb5108a2fa5e92873b86116b751a61abe', NULL),
(1, 1, 'arch 00001', 'cd36b49d7b2a8b5e4e13663cb54c5e1338c17b7d3af1c506fb3842bd08291822', NULL),
(1, 2, 'arch 00002', '97e2521720cb4b3821c7ed9df7dbca7a63e04b42ba05ffe3e15dc992f227ae36', NULL),
(1, 3, 'arch none', NULL, 'It has no path.'),
(2, 0, 'arch 00000', '3c2c0281c4093b065ae1446e6b56762eb5108a2fa5e92873b86116b751a61abe', NULL),
(2, 1, 'arch 00001', 'cd36b49d7b2a8b5e4e13663cb54c5e1338c17b7d3af1c506fb3842bd08291822', NULL),
(2, 2, 'arch 00002', '97e2521720cb4b3821c7ed9df7dbca7a63e04b42ba05ffe3e15dc992f227ae36', NULL),
(2, 3, 'arch 00003', 'a63f0dfe98cc2a03a21873a3ab0d209eae44045e3810b79a104d42783e2ca194', NULL),
(2, 4, 'arch 00004', '47b98be17c1c80f2a85cd3013c745ec8379b9b591b103c675169996da479f7dd', NULL),
(3, 0, 'arch 8', '153f89bb0919b9de197090e055ad0456599bd3373d197dc38ae0473a3bb91c12', NULL),
(3, 1, 'arch 9', '59d654aac7205ed6dbec3f707b62b94e4c182c9363ccc9a8b098eae7a3980de3', NULL);
INSERT INTO measurements (id, campaign_id, model_sha256, target, verdict, stop_reason, failure_reason, failure_message, reused_from, measured_at, passes_counted, samples_taken, inference_ns, quiet_ns, ci95_low_ns, ci95_high_ns, median_ns, mean_ns, min_ns, p90_ns, iqr_mean_ns, session_creation_ns, samples, passes, peak_memory_bytes, remeasured) VALUES
(1, 1, '3c2c0281c4093b065ae1446e6b56762eb5108a2fa5e92873b86116b751a61abe', 'lab/ort-1.31.1/cpu/t1', 1, 1, NULL, NULL, NULL, 1935817691012345, 2, 8, 8802803, 8.0, 1.25, 1.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 8, 2, 9, FALSE),
(2, 1, 'cd36b49d7b2a8b5e4e13663cb54c5e1338c17b7d3af1c506fb3842bd08291822', 'lab/ort-1.31.1/cpu/t1', 1, 1, NULL, NULL, NULL, 1935817691012345, 2, 8, 8802803, 8.0, 1.25, 1.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 8, 2, 9, FALSE),
(3, 1, '97e2521720cb4b3821c7ed9df7dbca7a63e04b42ba05ffe3e15dc992f227ae36', 'lab/ort-1.31.1/cpu/t1', 1, 1, NULL, NULL, NULL, 1935817691012345, 2, 8, 8802803, 8.0, 1.25, 1.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 8, 2, 9, FALSE),
(4, 2, '3c2c0281c4093b065ae1446e6b56762eb5108a2fa5e92873b86116b751a61abe', 'lab/ort-1.31.1/cpu/t1', 1, 1, NULL, NULL, 1, 1935817691012345, 0, 0, 0, 8.0, 1.25, 1.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 8, 2, 9, FALSE),
(5, 2, 'cd36b49d7b2a8b5e4e13663cb54c5e1338c17b7d3af1c506fb3842bd08291822', 'lab/ort-1.31.1/cpu/t1', 1, 1, NULL, NULL, 2, 1935817691012345, 0, 0, 0, 8.0, 1.25, 1.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 8, 2, 9, FALSE),
(6, 2, '97e2521720cb4b3821c7ed9df7dbca7a63e04b42ba05ffe3e15dc992f227ae36', 'lab/ort-1.31.1/cpu/t1', 1, 1, NULL, NULL, 3, 1935817691012345, 0, 0, 0, 8.0, 1.25, 1.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 8, 2, 9, FALSE),
(7, 2, 'a63f0dfe98cc2a03a21873a3ab0d209eae44045e3810b79a104d42783e2ca194', 'lab/ort-1.31.1/cpu/t1', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE),
(8, 2, '47b98be17c1c80f2a85cd3013c745ec8379b9b591b103c675169996da479f7dd', 'lab/ort-1.31.1/cpu/t1', NULL, NULL, NULL, NULL, NULL, 1935817690012345, 1, 4, 4401401, 4.0, 1.25, 1.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 4, 1, 9, FALSE),
(9, 2, '3c2c0281c4093b065ae1446e6b56762eb5108a2fa5e92873b86116b751a61abe', 'board/ort-1.31.1/cpu/t1', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE),
(10, 2, 'cd36b49d7b2a8b5e4e13663cb54c5e1338c17b7d3af1c506fb3842bd08291822', 'board/ort-1.31.1/cpu/t1', 3, 3, 4, 'No memory.', NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE),
(11, 2, '97e2521720cb4b3821c7ed9df7dbca7a63e04b42ba05ffe3e15dc992f227ae36', 'board/ort-1.31.1/cpu/t1', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE),
(12, 2, 'a63f0dfe98cc2a03a21873a3ab0d209eae44045e3810b79a104d42783e2ca194', 'board/ort-1.31.1/cpu/t1', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE),
(13, 2, '47b98be17c1c80f2a85cd3013c745ec8379b9b591b103c675169996da479f7dd', 'board/ort-1.31.1/cpu/t1', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE),
(14, 3, '153f89bb0919b9de197090e055ad0456599bd3373d197dc38ae0473a3bb91c12', 'lab/ort-1.31.1/cpu/t1', 4, 4, NULL, NULL, NULL, 1935817690012345, 1, 4, 4401401, 4.0, 1.25, 1.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 4, 1, 9, FALSE),
(15, 3, '59d654aac7205ed6dbec3f707b62b94e4c182c9363ccc9a8b098eae7a3980de3', 'lab/ort-1.31.1/cpu/t1', 4, 4, NULL, NULL, NULL, 1935817690012345, 1, 4, 4401401, 4.0, 1.25, 1.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 4, 1, 9, FALSE);
INSERT INTO jobs (id, campaign_id, measurement_id, device_id, pass, order_key, state, failures, expiries, lease_id, lease_expires_at, not_before, kind, cohort) VALUES
(1, 1, 1, 'lab', 1, 1770559520908534442, 3, 0, 0, NULL, NULL, 1935817689000000, 1, 0),
(2, 1, 1, 'lab', 2, 8686300326953559506, 3, 0, 0, NULL, NULL, 1935817689000000, 1, 0),
(3, 1, 2, 'lab', 1, 84473391135869089, 3, 0, 0, NULL, NULL, 1935817689000000, 1, 0),
(4, 1, 2, 'lab', 2, 4789790270856074986, 3, 0, 0, NULL, NULL, 1935817689000000, 1, 0),
(5, 1, 3, 'lab', 1, 7408993640302159643, 3, 0, 0, NULL, NULL, 1935817689000000, 1, 0),
(6, 1, 3, 'lab', 2, 1105074973880047285, 3, 0, 0, NULL, NULL, 1935817689000000, 1, 0),
(7, 1, 1, 'lab', 1000000, 3613042175824339851, 3, 0, 0, NULL, NULL, 0, 2, 0),
(8, 1, 2, 'lab', 1000000, 8455980858564963089, 3, 0, 0, NULL, NULL, 0, 2, 0),
(9, 1, 3, 'lab', 1000000, 3717213264438679008, 3, 0, 0, NULL, NULL, 0, 2, 0),
(10, 2, 7, 'lab', 1, 4505525209514601007, 2, 1, 0, 'bbb7eade2593925117ceb1564f9c93d3', 1935818229000000, 1935817809000000, 1, 0),
(11, 2, 7, 'lab', 2, 1600346301614152111, 2, 0, 0, '0352042ec765158380091eeb7aa66051', 1938409809000000, 1935817809000000, 1, 0),
(12, 2, 8, 'lab', 1, 1554601013647042020, 3, 0, 0, NULL, NULL, 1935817809000000, 1, 0),
(13, 2, 8, 'lab', 2, 2951675833377273298, 2, 0, 0, '459b1069faa2d93b8b2094c5106f895f', 1935818229000000, 1935817809000000, 1, 0),
(14, 2, 9, 'board', 1, 1770559520908534442, 1, 0, 0, NULL, NULL, 1935817809000000, 1, 0),
(15, 2, 9, 'board', 2, 8686300326953559506, 1, 0, 0, NULL, NULL, 1935817809000000, 1, 0),
(16, 2, 10, 'board', 1, 84473391135869089, 4, 3, 0, NULL, NULL, 1935817809000000, 1, 0),
(17, 2, 10, 'board', 2, 4789790270856074986, 5, 0, 0, NULL, NULL, 1935817809000000, 1, 0),
(18, 2, 11, 'board', 1, 7408993640302159643, 1, 0, 0, NULL, NULL, 1935817809000000, 1, 0),
(19, 2, 11, 'board', 2, 1105074973880047285, 1, 0, 0, NULL, NULL, 1935817809000000, 1, 0),
(20, 2, 12, 'board', 1, 4505525209514601007, 1, 0, 0, NULL, NULL, 1935817809000000, 1, 0),
(21, 2, 12, 'board', 2, 1600346301614152111, 1, 0, 0, NULL, NULL, 1935817809000000, 1, 0),
(22, 2, 13, 'board', 1, 1554601013647042020, 1, 0, 0, NULL, NULL, 1935817809000000, 1, 0),
(23, 2, 13, 'board', 2, 2951675833377273298, 1, 0, 0, NULL, NULL, 1935817809000000, 1, 0),
(24, 3, 14, 'lab', 1, 8860312473574654661, 3, 0, 0, NULL, NULL, 1935817929000000, 1, 0),
(25, 3, 14, 'lab', 2, 4839281146254554937, 5, 0, 0, NULL, NULL, 1935818049000000, 1, 0),
(26, 3, 14, 'lab', 3, 7870701035231943007, 5, 0, 0, NULL, NULL, 1935818049000000, 1, 0),
(27, 3, 15, 'lab', 1, 3767062002222475122, 3, 0, 0, NULL, NULL, 1935817929000000, 1, 0),
(28, 3, 15, 'lab', 2, 7831594497580068799, 5, 0, 0, NULL, NULL, 1935818049000000, 1, 0),
(29, 3, 15, 'lab', 3, 685518609584669519, 5, 0, 0, NULL, NULL, 1935818049000000, 1, 0);
INSERT INTO leases (id, job_id, leased_at) VALUES
('0015ea82b33145a433eb112fe7927978', 12, 1935817809000000),
('0352042ec765158380091eeb7aa66051', 11, 1935817809000000),
('16cf97c40f3813358c15237225b3c1ee', 9, 1935817689000000),
('2eb3e90a66b14f405d69a3bfd0277404', 2, 1935817689000000),
('459b1069faa2d93b8b2094c5106f895f', 13, 1935817929000000),
('46e6d92084ed8de891115f6e0ed14369', 1, 1935817689000000),
('4c6cb2b888906e9069d5af0598989e2a', 10, 1935817809000000),
('4e05f7e7d6ecf478af16406950b88f08', 16, 1935817869000000),
('5bfce9a6b2f6833013369dc9f1877bb3', 3, 1935817689000000),
('5e7a76388d92f337744c403d21f8379c', 24, 1935817929000000),
('6c9a68517273894ae64f6f81a2c2d6c5', 8, 1935817689000000),
('74e85d009dc36cb5c03ead369fecaaf0', 27, 1935817929000000),
('7e39f7892d3f175e99834802bd561516', 7, 1935817689000000),
('969a4eaeee383d40d625f6443f55c432', 6, 1935817689000000),
('a4185e33e551fabe620b7f8c84f347d2', 28, 1935817929000000),
('b88090be3c4b5ca53bb920a832344de3', 29, 1935817929000000),
('bbb7eade2593925117ceb1564f9c93d3', 10, 1935817929000000),
('c3e5cd9a2f751b873430147fe650cf9e', 16, 1935817869000000),
('d0ad197975c690d8cd5ac3bec0ed2865', 4, 1935817689000000),
('e449d55f328c9e74528a8ec2e83634e1', 5, 1935817689000000),
('f0bff7ef98afb5eb41a7ab35051f0de3', 26, 1935817929000000),
('f151b0f2ff28af20d4e90638711c42a6', 16, 1935817869000000),
('fe7996a2b3045fb0a94ca21cbd2246a0', 25, 1935817929000000);
INSERT INTO job_failures (id, job_id, lease_id, reason, message, failed_at) VALUES
(1, 10, '4c6cb2b888906e9069d5af0598989e2a', 3, 'Too slow.', 1935817869000000),
(2, 16, '4e05f7e7d6ecf478af16406950b88f08', 4, 'No memory.', 1935817869000000),
(3, 16, 'c3e5cd9a2f751b873430147fe650cf9e', 4, 'No memory.', 1935817869000000),
(4, 16, 'f151b0f2ff28af20d4e90638711c42a6', 4, 'No memory.', 1935817869000000);
INSERT INTO condition_shapes (id, shape) VALUES
(-7686293399343251297, '{"loadAverage1m":#,"cpuAffinity":[#],"sessionOptions":[],"runtimeVersion":"1.31.1","agentVersion":"0.2.0","flags":[]}'),
(8007453489275907738, '{"loadAverage1m":#,"cpuAffinity":[#],"sessionOptions":[],"runtimeVersion":"1.31.1","agentVersion":"0.1.0","flags":["steal"]}');
INSERT INTO passes (id, measurement_id, job_id, lease_id, number, counted, samples, warm_up, canary, session_creation_ns, peak_memory_bytes, started_at, ended_at, condition_shape, condition_values, contended, clock_ns, reference_clock_ns) VALUES
(1, 2, 3, '5bfce9a6b2f6833013369dc9f1877bb3', 1, TRUE, X'0204b8d26112000ca0190000007a4fe4', X'0202c0ee6d12c93e000000', X'0203a0c21e05038948', 15250000.0, 50000001, 1935817690000000, 1935817690012345, 8007453489275907738, X'01650204', 0, 1000001, 1000001),
(2, 1, 1, '46e6d92084ed8de891115f6e0ed14369', 1, TRUE, X'0204b8d26112000ca0190000007a4fe4', X'0202c0ee6d12c93e000000', X'0203a0c21e05038948', 15250000.0, 50000001, 1935817690000000, 1935817690012345, 8007453489275907738, X'01650204', 0, 1000001, 1000001),
(3, 3, 5, 'e449d55f328c9e74528a8ec2e83634e1', 1, TRUE, X'0204b8d26112000ca0190000007a4fe4', X'0202c0ee6d12c93e000000', X'0203a0c21e05038948', 15250000.0, 50000001, 1935817690000000, 1935817690012345, 8007453489275907738, X'01650204', 0, 1000001, 1000001),
(4, 3, 6, '969a4eaeee383d40d625f6443f55c432', 2, TRUE, X'0204b8d26112000cc0190000007a4fe4', X'0202c0ee6d12c93e000000', X'0203a0c21e05038948', 15250000.0, 50000002, 1935817691000000, 1935817691012345, 8007453489275907738, X'01650204', 1, 1000002, 1000001),
(5, 2, 4, 'd0ad197975c690d8cd5ac3bec0ed2865', 2, TRUE, X'0204b8d26112000cc0190000007a4fe4', X'0202c0ee6d12c93e000000', X'0203a0c21e05038948', 15250000.0, 50000002, 1935817691000000, 1935817691012345, 8007453489275907738, X'01650204', 1, 1000002, 1000001),
(6, 1, 2, '2eb3e90a66b14f405d69a3bfd0277404', 2, TRUE, X'0204b8d26112000cc0190000007a4fe4', X'0202c0ee6d12c93e000000', X'0203a0c21e05038948', 15250000.0, 50000002, 1935817691000000, 1935817691012345, 8007453489275907738, X'01650204', 1, 1000002, 1000001),
(7, 8, 12, '0015ea82b33145a433eb112fe7927978', 1, TRUE, X'0204b8d26112000ca0190000007a4fe4', X'0202c0ee6d12c93e000000', NULL, 15250000.0, 50000001, 1935817690000000, 1935817690012345, 8007453489275907738, X'01650204', NULL, NULL, 1000001),
(8, 15, 27, '74e85d009dc36cb5c03ead369fecaaf0', 1, TRUE, X'0204b8d26112000ca0190000007a4fe4', X'0202c0ee6d12c93e000000', NULL, 15250000.0, 50000001, 1935817690000000, 1935817690012345, -7686293399343251297, X'013d010c', NULL, NULL, 1000001),
(9, 14, 24, '5e7a76388d92f337744c403d21f8379c', 1, TRUE, X'0204b8d26112000ca0190000007a4fe4', X'0202c0ee6d12c93e000000', NULL, 15250000.0, 50000001, 1935817690000000, 1935817690012345, -7686293399343251297, X'013d010c', NULL, NULL, 1000001);
INSERT INTO profiles (measurement_id, job_id, lease_id, runs, run_ns, operators, started_at, ended_at, runtime_version, agent_version, session_options) VALUES
(1, 7, '7e39f7892d3f175e99834802bd561516', 10, 900000.0, '[{"name":"stem/conv","operatorType":"Conv","provider":"cpu","calls":10,"meanNs":27000.5,"share":0}]', 1935817689000000, 1935817690000000, '1.31.1', '0.1.0', '["intra_op=1"]'),
(2, 8, '6c9a68517273894ae64f6f81a2c2d6c5', 10, 900000.0, '[{"name":"stem/conv","operatorType":"Conv","provider":"cpu","calls":10,"meanNs":27000.5,"share":0}]', 1935817689000000, 1935817690000000, '1.31.1', '0.1.0', '["intra_op=1"]'),
(3, 9, '16cf97c40f3813358c15237225b3c1ee', 10, 900000.0, '[{"name":"stem/conv","operatorType":"Conv","provider":"cpu","calls":10,"meanNs":27000.5,"share":0}]', 1935817689000000, 1935817690000000, '1.31.1', '0.1.0', '["intra_op=1"]');
INSERT INTO campaign_resumes (campaign_id, request_id, resumed_at) VALUES
(3, 'again', 1935818049000000);
INSERT INTO imported_targets (slug, request_id, outcome, dataset, batch, model_precision, graph_variant, source, licence, notes, content_sha256, label_count, imported_at) VALUES
('board/paper', 'import', 1, 'cifar100', 1, 'fp32', 'pruned', 'a paper', 'MIT', 'eager', '7986fa8b18160232cff0a0c47724280623b06253a28643324fa3c5d2f77ddeff', 2, 1935817689000000);
INSERT INTO imported_latencies (target, architecture, latency_ns) VALUES
('board/paper', 'a', 1500000.0),
('board/paper', 'b', 2250000.0);
INSERT INTO predictors (id, request_id, target, version, search_space, dataset, batch, model_precision, graph_variant, plan, state, promoted, owner, lease_expires_at, interruptions, stage, fraction, labels, held_out_labels, evaluation, created_at, started_at, ended_at) VALUES
(1, 'p1', 'lab/ort-1.31.1/cpu/t1', 1, 'nas-bench-201', 'cifar100', 1, 'fp32', 'pruned', '{"trainer":"latbench","seed":7,"heldOutShare":0.1,"priorTargets":[],"samples":0,"threads":2,"timeLimit":"00:10:00","memoryBytes":4294967296,"promote":true}', 3, TRUE, NULL, NULL, 0, 'done', 1.0, 90, 10, '{"accuracies":[]}', 1935817689000000, 1935817689000000, 1935817689000000),
(2, 'p2', 'lab/ort-1.31.1/cpu/t1', 2, 'nas-bench-201', 'cifar100', 1, 'fp32', 'pruned', '{"trainer":"latbench","seed":7,"heldOutShare":0.1,"priorTargets":[],"samples":0,"threads":2,"timeLimit":"00:10:00","memoryBytes":4294967296,"promote":true}', 2, FALSE, 'owner', 1938409689000000, 0, 'training', 0.5, 0, 0, NULL, 1935817689000000, 1935817689000000, NULL),
(3, 'p3', 'board/ort-1.31.1/cpu/t1', 1, 'nas-bench-201', 'cifar100', 1, 'fp32', 'pruned', '{"trainer":"latbench","seed":7,"heldOutShare":0.1,"priorTargets":[],"samples":0,"threads":2,"timeLimit":"00:10:00","memoryBytes":4294967296,"promote":true}', 1, FALSE, NULL, NULL, 0, NULL, NULL, 0, 0, NULL, 1935817689000000, NULL, NULL);
INSERT INTO predictor_files (predictor_id, position, path, sha256, size_bytes) VALUES
(1, 0, 'predictor.onnx', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 5000000000),
(1, 1, 'baselines/linear.onnx', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 7);
INSERT INTO searches (id, request_id, display_name, request, candidates, candidate_count, state, proof_targets, note, created_at) VALUES
(1, 's1', 'A search', '{}', '[1]', 3, 2, '["lab/ort-1.31.1/cpu/t1"]', '', 1935817689000000);
INSERT INTO search_steps (search_id, number, architecture, request_id, suggested_at, outcome, accuracy, report_number, reported_at) VALUES
(1, 2, 'b', 'r1', 1935817689000000, 1, 61.5, 1, 1935817689000000),
(1, 1, 'a', 'r1', 1935817689000000, 2, NULL, 2, 1935817689000000);
INSERT INTO search_proofs (search_id, round, campaign_id) VALUES
(1, 1, 1);
INSERT INTO snapshots (id, version, directory_name, selection, content_sha256, row_count, sha256, size_bytes, created_at) VALUES
(1, '0.1.0', 'latbench-0.1.0', '{}', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 3, 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 6000000000, 1935817689000000);
