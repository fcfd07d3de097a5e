import os
import shutil
import tempfile
import unittest
from pathlib import Path

import latbench
from installation import DATA, DEVICE, IMPORTED, MODELS, QUICK


class MeasuringTests(unittest.TestCase):
    """A campaign of two files, and the snapshot of it."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.client = latbench.connect(data=DATA)
        cls.addClassCleanup(cls.client.close)
        cls.seen: list[latbench.Campaign] = []
        # Without a target: there is one device.
        cls.results = cls.client.measure_all([MODELS / "small.onnx", MODELS / "large.onnx"], timeout=240, on_progress=cls.seen.append, **QUICK)
        cls.directory = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        created = cls.client.create_snapshot()
        cls.path = cls.client.download_snapshot(created.version, cls.directory / "snapshot")

    def test_measure_gives_latency_interval_percentiles_and_conditions(self) -> None:
        for result in self.results:
            low, high = result.ci95
            self.assertTrue(0 <= low <= result.latency_ms <= high, result)
            self.assertLessEqual(result.min_ms, result.percentiles[50])
            self.assertEqual(2, result.passes)
            self.assertTrue(result.target.startswith(DEVICE + "/ort-"))
            self.assertEqual(2, len(result.conditions))
            self.assertIn("runtime_version", result.conditions[0])
            self.assertEqual(result.samples, sum(len(each.samples_ns) for each in result.read_passes() if each.counted))
        self.assertEqual({"small.onnx", "large.onnx"}, {result.model for result in self.results})

    def test_progress_ends_with_the_campaign(self) -> None:
        self.assertEqual(("succeeded", 0, 2), (self.seen[-1].state, self.seen[-1].pending, self.seen[-1].measurements))

    def test_one_file_on_a_named_target_takes_over_what_was_measured(self) -> None:
        by_name = {result.model: result for result in self.results}
        if by_name["small.onnx"].verdict != "valid":
            self.assertEqual("suspect", by_name["small.onnx"].verdict)
            return  # a busy machine: only valid measurements are taken over
        result = self.client.measure(MODELS / "small.onnx", DEVICE, timeout=240, **QUICK)

        self.assertTrue(result.reused)
        self.assertEqual(by_name["small.onnx"].latency_ms, result.latency_ms)

    def test_results_as_a_table(self) -> None:
        table = self.results.to_pandas()
        listed = self.client.measurements(campaign=self.results[0].campaign)

        self.assertEqual(dict(zip(table.model, table.latency_ms)), dict(zip(listed.model, listed.latency_ms)))
        self.assertTrue(table.latency_ms.notna().all() and table.p99_ms.isna().all())
        self.assertEqual(["fp32", "fp32"], list(table.precision))
        self.assertEqual(0, len(self.client.measurements(campaign=self.results[0].campaign, verdict="failed")))
        self.assertEqual(1, len(self.client.measurements(limit=1)))

    def test_equal_files_have_a_row_each(self) -> None:
        again = self.directory / "again.onnx"
        shutil.copyfile(MODELS / "small.onnx", again)

        results = self.client.measure_all([again, MODELS / "small.onnx"], [DEVICE], batches=[4], timeout=60, **QUICK)

        self.assertEqual(["again.onnx", "small.onnx"], [each.model for each in results])

    def test_file_that_is_no_model_is_refused_in_one_sentence(self) -> None:
        with self.assertRaises(latbench.LatBenchError) as caught:
            self.client.measure(MODELS / "page.onnx", **QUICK)
        self.assertEqual("INVALID_ARGUMENT", caught.exception.code)
        with self.assertRaisesRegex(latbench.LatBenchError, "cannot be read"):
            self.client.measure(MODELS / "missing.onnx")
        with self.assertRaisesRegex(latbench.LatBenchError, "There is no option 'min_pass': did you mean 'min_passes'"):
            self.client.measure(MODELS / "small.onnx", DEVICE, min_pass=3)
        with self.assertRaisesRegex(latbench.LatBenchError, "belong to one file"):
            self.client.measure_all([MODELS / "small.onnx", MODELS / "large.onnx"], name="both")
        with self.assertRaisesRegex(latbench.LatBenchError, "There is no precision 'fp8': give fp32, fp16, int8"):
            self.client.measure(MODELS / "small.onnx", DEVICE, precision="fp8")

    def test_file_that_cannot_be_measured_so_has_a_row_with_the_reason(self) -> None:
        results = self.client.measure_all([MODELS / "small.onnx"], [DEVICE], batches=[4], timeout=60, **QUICK)

        self.assertEqual([("small.onnx", "failed", None)], [(each.model, each.verdict, each.latency_ms) for each in results])
        self.assertIn("has no free batch dimension", results[0].failure_message)
        self.assertEqual(([], 1), (results[0].conditions, len(results.to_pandas())))
        with self.assertRaisesRegex(latbench.LatBenchError, "was not measured on bench/.*has no free batch dimension"):
            self.client.measure(MODELS / "small.onnx", DEVICE, batch=4, timeout=60, **QUICK)

    def test_upload_goes_on_where_it_broke_off(self) -> None:
        from latbench._generated import model_pb2, model_pb2_grpc
        import hashlib

        content = os.urandom(700_002)
        sha256 = hashlib.sha256(content).hexdigest()
        stub = model_pb2_grpc.ModelServiceStub(self.client._connection.channel)
        half = iter([
            model_pb2.UploadFileRequest(header=model_pb2.UploadFileHeader(sha256=sha256, size_bytes=len(content), offset=0)),
            model_pb2.UploadFileRequest(data=content[:300_000]),
        ])
        self.assertEqual(300_000, self.client._connection.open(stub.UploadFile, half, timeout=30).received_bytes)
        state = self.client._connection.call(stub.GetUpload, model_pb2.GetUploadRequest(sha256=sha256))
        self.assertEqual((300_000, False), (state.received_bytes, state.complete))
        file = self.directory / "broken.onnx"
        file.write_bytes(content)

        self.assertEqual(sha256, self.client.models._send(file))
        self.assertTrue(self.client._connection.call(stub.GetUpload, model_pb2.GetUploadRequest(sha256=sha256)).complete)

    def test_snapshot_is_listed_and_downloaded_whole(self) -> None:
        info = self.client.snapshots()[0]

        self.assertEqual(latbench.load_snapshot(self.path, verify=True).version, info.version)
        self.assertEqual(self.path, self.client.download_snapshot("latest", self.path))

    def test_download_goes_on_where_it_broke_off_and_replaces_what_is_wrong(self) -> None:
        part = self.directory / "resumed.part"
        part.mkdir()
        whole = (self.path / "README.md").read_bytes()
        (part / "README.md").write_bytes(whole[:100])
        (part / "schema.json").write_bytes(b"x" * (self.path / "schema.json").stat().st_size)

        path = self.client.download_snapshot("latest", self.directory / "resumed")

        self.assertEqual(whole, (path / "README.md").read_bytes())
        self.assertFalse(part.exists())
        latbench.load_snapshot(path, verify=True)

    def test_download_keeps_files_that_are_no_part_of_the_snapshot_and_says_so(self) -> None:
        part = self.directory / "occupied.part"
        part.mkdir()
        (part / "notes.txt").write_bytes(b"mine")

        with self.assertRaisesRegex(latbench.LatBenchError, r"notes\.txt is no file of snapshot .*: move it away, or name another directory with `out`\.$"):
            self.client.download_snapshot("latest", self.directory / "occupied")

        self.assertEqual(["notes.txt"], [each.name for each in part.iterdir()])
        self.assertEqual(b"mine", (part / "notes.txt").read_bytes())

    def test_snapshot_gives_the_measured_latencies_and_their_samples(self) -> None:
        snapshot = self.client.load_snapshot(self.path)
        # A busy machine leaves suspect ones; other tests measure on the same device.
        verdict = "valid" if any(result.verdict == "valid" for result in self.results) else "suspect"
        table = snapshot.latency if verdict == "valid" else snapshot.table("suspect")
        published = {result.latency_ms for result in self.results if result.verdict == verdict}
        self.assertTrue(published <= set(table.latency_ms), (table.latency_ms, published))
        row = table[table.latency_ms.isin(published)].iloc[0]
        samples = snapshot.samples(target=row.target, model_sha256=row.model_sha256)

        self.assertEqual({row.model_sha256}, set(samples.model_sha256))
        result = next(each for each in self.results if each.latency_ms == row.latency_ms)
        timed = samples[(samples.kind == "sample") & samples.counted]
        expected = sorted(value for each in result.read_passes() if each.counted for value in each.samples_ns)
        self.assertEqual(expected, sorted(timed.duration_ns))
        self.assertEqual(["duration_ns"], list(snapshot.samples(columns=["duration_ns"]).columns))
        self.assertEqual(0, len(snapshot.samples(target="elsewhere")))

    def test_snapshot_tables_have_the_types_of_their_columns(self) -> None:
        snapshot = latbench.load_snapshot(self.path)
        targets = snapshot.table("targets")
        conditions = snapshot.table("conditions")

        self.assertIn(self.results[0].target, set(targets.target))
        times = [name for name in conditions if str(conditions[name].dtype).startswith("datetime64")]
        self.assertTrue(times, conditions.dtypes)
        self.assertTrue((conditions[times[0]].dt.year >= 2020).all())

    def test_damaged_snapshot_is_refused(self) -> None:
        copy = self.directory / "damaged"
        shutil.copytree(self.path, copy)
        with (copy / "README.md").open("a") as stream:
            stream.write("x")
        with self.assertRaisesRegex(latbench.LatBenchError, "README.md has other bytes than SHA256SUMS says"):
            latbench.load_snapshot(copy, verify=True)
        with self.assertRaisesRegex(latbench.LatBenchError, "has no table 'latencies'"):
            latbench.load_snapshot(self.path).table("latencies")
        with self.assertRaisesRegex(latbench.LatBenchError, "is no snapshot"):
            latbench.load_snapshot(self.directory)
        with self.assertRaisesRegex(latbench.LatBenchError, IMPORTED + "|snapshot"):
            self.client.download_snapshot("9.9.9", self.directory / "none")
