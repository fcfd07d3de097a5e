import os
import tempfile
import unittest
from concurrent import futures
from pathlib import Path

import grpc
import latbench
from latbench import snapshots
from latbench._generated import snapshot_pb2, snapshot_pb2_grpc
from latbench.connection import Connection


class _Server(snapshot_pb2_grpc.SnapshotServiceServicer):
    """A server that is no LatBench: it answers with what it was given."""

    def __init__(self, snapshot: snapshot_pb2.Snapshot) -> None:
        self.snapshot = snapshot

    def GetSnapshot(self, request: snapshot_pb2.GetSnapshotRequest, context: grpc.ServicerContext) -> snapshot_pb2.GetSnapshotResponse:
        return snapshot_pb2.GetSnapshotResponse(snapshot=self.snapshot)


class DownloadTests(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name, "work")
        self.directory.mkdir()
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.directory)

    def download(self, wanted: str, version: str, *files: str) -> None:
        server = grpc.server(futures.ThreadPoolExecutor(2))
        answer = snapshot_pb2.Snapshot(name="snapshots/1.0.0", version=version, files=[snapshot_pb2.SnapshotFile(path=file) for file in files])
        snapshot_pb2_grpc.add_SnapshotServiceServicer_to_server(_Server(answer), server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        self.addCleanup(server.stop, None)
        connection = Connection(f"http://127.0.0.1:{port}", None, None, 10.0)
        self.addCleanup(connection.close)
        snapshots.download(connection, wanted, None)

    def test_version_that_is_no_version_or_another_one_is_refused(self) -> None:
        for wanted, version in (("latest", "/../../out"), ("latest", "1..0"), ("latest", ""), ("latest", "1.0.0\n"), ("latest", "a:b"), ("1.0.0", "1.0.1"), ("snapshots/1.0.0", "1.0.1")):
            with self.subTest(version), self.assertRaisesRegex(latbench.LatBenchError, "The coordinator answers with snapshot .*: nothing is downloaded"):
                self.download(wanted, version)
        self.assertEqual([self.directory], list(self.directory.parent.rglob("*")))

    def test_path_that_leads_out_of_the_directory_is_refused_before_anything_is_downloaded(self) -> None:
        for path in ("../out", "/out", "a/../../out", "a\\out", "C:/out", "c:out", "README.md:stream", ""):
            with self.subTest(path), self.assertRaisesRegex(latbench.LatBenchError, "leads out of its directory: nothing is downloaded"):
                self.download("1.0.0", "1.0.0", "README.md", path)
        self.assertEqual([self.directory], list(self.directory.parent.rglob("*")))
