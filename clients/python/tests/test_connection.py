import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import latbench
from installation import ARCHITECTURE, DATA, IMPORTED, VIEWER


class ConnectionTests(unittest.TestCase):
    def test_connect_finds_address_and_token_of_the_data_directory(self) -> None:
        with latbench.connect(data=DATA) as client:
            slugs = {target.slug: target for target in client.targets()}

        self.assertEqual(("imported", ""), (slugs[IMPORTED].origin, slugs[IMPORTED].device))
        self.assertGreater(slugs[IMPORTED].labels, 100)
        self.assertEqual(1, len(slugs[IMPORTED].predictors))

    def test_connect_takes_address_and_token_of_the_environment(self) -> None:
        with latbench.connect(data=DATA) as known:
            address = known.address
        with mock.patch.dict(os.environ, {"LATBENCH_SERVER": address, "LATBENCH_TOKEN": VIEWER}), tempfile.TemporaryDirectory() as elsewhere:
            with latbench.connect(data=elsewhere) as client:
                self.assertEqual(address, client.address)

    def test_connect_takes_the_data_directory_of_the_environment(self) -> None:
        with mock.patch.dict(os.environ, {"LATBENCH_COORDINATOR_DATA": str(DATA)}):
            os.environ.pop("LATBENCH_SERVER", None)
            os.environ.pop("LATBENCH_TOKEN", None)
            with latbench.connect() as client, latbench.connect(data=DATA) as known:
                self.assertEqual(known.address, client.address)
                self.assertTrue(client.targets())

    def test_connect_with_a_wrong_token_is_one_sentence(self) -> None:
        with self.assertRaises(latbench.LatBenchError) as caught:
            latbench.connect(token="lb_wrong", data=DATA)

        self.assertEqual("UNAUTHENTICATED", caught.exception.code)
        self.assertIn("did not accept the token: give a good one with `token` or LATBENCH_TOKEN (The token is unknown, expired or revoked", str(caught.exception))

    def test_connect_where_nothing_answers_is_one_sentence(self) -> None:
        with self.assertRaisesRegex(latbench.LatBenchError, "^No coordinator answers at http://127.0.0.1:9: start one with `latbench up`"):
            latbench.connect("http://127.0.0.1:9", token="x")

    def test_connect_refuses_what_is_no_address(self) -> None:
        for text in ("127.0.0.1:7081", "http://", "ftp://a:1", "http://a:1/path", "http://a:port"):
            with self.subTest(text), self.assertRaisesRegex(latbench.LatBenchError, "is not the address of a gRPC port"):
                latbench.connect(text, token="x")

    def test_connect_refuses_an_empty_or_missing_token_file(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            empty = Path(directory, "empty")
            empty.write_text("\n")
            for file, reason in ((empty, "is empty"), (Path(directory, "none"), "cannot be read")):
                with self.subTest(reason), self.assertRaisesRegex(latbench.LatBenchError, reason):
                    latbench.connect(token_file=file, data=DATA)

    def test_token_of_the_data_directory_is_not_shown_to_another_server(self) -> None:
        from latbench.connection import find_token

        for host in ("192.0.2.1", "localhost.evil.example", "127.evil.example", "127.0.0.1.nip.io"):
            with self.subTest(host):
                self.assertIsNone(find_token(None, None, DATA, f"http://{host}:7081"))
        for host in ("127.0.0.1", "127.1.2.3", "[::1]", "localhost", "LOCALHOST"):
            with self.subTest(host):
                self.assertIsNotNone(find_token(None, None, DATA, f"http://{host}:7081"))

    def test_https_to_a_name_that_begins_like_this_machine_goes_through_the_proxy(self) -> None:
        from latbench.connection import _is_loopback

        self.assertEqual([True, True, True], [_is_loopback(host) for host in ("localhost", "127.0.0.1", "::1")])
        self.assertEqual([False, False], [_is_loopback(host) for host in ("localhost.evil.example", "127.0.0.1.nip.io")])

    def test_viewer_may_read_and_not_submit(self) -> None:
        with latbench.connect(token=VIEWER, data=DATA) as client:
            self.assertTrue(client.targets())
            with self.assertRaisesRegex(latbench.LatBenchError, "The token may not do this") as caught:
                client.campaigns.submit("bench", sample=1)
            self.assertEqual("PERMISSION_DENIED", caught.exception.code)

    def test_fields_at_fault_are_named(self) -> None:
        with latbench.connect(data=DATA) as client, self.assertRaises(latbench.LatBenchError) as caught:
            client.campaigns.submit("no-such-device", sample=1)

        self.assertEqual("INVALID_ARGUMENT", caught.exception.code)
        self.assertIn("campaign.targets", caught.exception.fields[0].field)
        self.assertIn(caught.exception.fields[0].message.rstrip("."), str(caught.exception))

    def test_without_pandas_predictions_come_as_a_list(self) -> None:
        program = f"""
import sys
sys.modules["pandas"] = None
import latbench
with latbench.connect(data={str(DATA)!r}) as client:
    print(client.predict_list({IMPORTED!r}, [{ARCHITECTURE!r}])[0].latency_ms > 0)
    try:
        client.predict({IMPORTED!r}, [{ARCHITECTURE!r}])
    except latbench.LatBenchError as error:
        print(error)
"""
        printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.splitlines()

        self.assertEqual("True", printed[0])
        self.assertIn("pip install latbench[pandas]", printed[1])
