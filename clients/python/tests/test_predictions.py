import unittest

import latbench
from installation import ARCHITECTURE, DATA, IMPORTED, VIEWER


class PredictionTests(unittest.TestCase):
    def setUp(self) -> None:
        self.client = latbench.connect(token=VIEWER, data=DATA)
        self.addCleanup(self.client.close)

    def test_predict_gives_a_row_for_each_architecture_in_their_order(self) -> None:
        table = self.client.predict(IMPORTED, [ARCHITECTURE, "000100"])

        self.assertEqual(["architecture", "latency_ms", "low_ms", "high_ms"], list(table.columns))
        self.assertEqual([ARCHITECTURE, "000100"], list(table.architecture))
        self.assertTrue(((table.low_ms <= table.latency_ms) & (table.latency_ms <= table.high_ms)).all())
        self.assertEqual(1, table.attrs["version"])

    def test_predict_without_architectures_gives_the_whole_space(self) -> None:
        table = self.client.predict(IMPORTED)

        self.assertEqual(15_284, len(table))
        one = table.iloc[100]
        self.assertAlmostEqual(one.latency_ms, self.client.predict(IMPORTED, one.architecture).latency_ms[0], places=9)

    def test_predict_goes_on_beyond_the_limit_of_one_request(self) -> None:
        self.assertEqual(20_001, len(self.client.predict(IMPORTED, ["000100"] * 20_001)))

    def test_predict_of_an_unknown_architecture_has_its_reason(self) -> None:
        with self.assertRaises(latbench.LatBenchError) as caught:
            self.client.predict(IMPORTED, ["000100", "no architecture"])

        self.assertEqual(("INVALID_ARGUMENT", "UNKNOWN_ARCHITECTURE"), (caught.exception.code, caught.exception.reason))

    def test_predict_without_a_predictor_says_how_to_train_one(self) -> None:
        with self.assertRaises(latbench.LatBenchError) as caught:
            self.client.predict("bench", ["000100"])

        self.assertEqual("NO_PREDICTOR", caught.exception.reason)

    def test_predict_of_no_architecture_is_refused(self) -> None:
        with self.assertRaisesRegex(latbench.LatBenchError, "no architecture to predict"):
            self.client.predict(IMPORTED, [])

    def test_stream_answers_each_request_and_goes_on_after_an_error(self) -> None:
        with self.client.predict_stream(IMPORTED) as predict:
            first = predict("000100")
            with self.assertRaises(latbench.LatBenchError) as caught:
                predict(["no architecture"])
            again = predict(["000100", ARCHITECTURE])

        self.assertEqual("UNKNOWN_ARCHITECTURE", caught.exception.reason)
        self.assertEqual((1, 2), (len(first), len(again)))
        self.assertEqual(first[0], again[0])
