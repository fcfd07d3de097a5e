import unittest

import latbench
from installation import DATA, DEVICE, IMPORTED, QUICK

GENOTYPE = "sep3.0+sep3.1|sep3.0+sep3.1|sep3.1+skip.0|skip.0+dil3.2/max.0+max.1|skip.2+max.1|max.0+skip.2|skip.2+max.1"
CELL = "110.10.1|conv3x3-bn-relu,maxpool3x3"


class SpaceTests(unittest.TestCase):
    """Search spaces other than NAS-Bench-201."""

    def setUp(self) -> None:
        self.client = latbench.connect(data=DATA)
        self.addCleanup(self.client.close)

    def test_campaign_of_a_genotype_is_measured_in_its_space(self) -> None:
        campaign = self.client.campaigns.submit(DEVICE, architectures=[GENOTYPE], search_space="darts", input="nas-bench-301", **QUICK)
        ended = self.client.campaigns.wait(campaign.name, timeout=240)

        table = self.client.measurements(campaign=campaign.name)
        self.assertEqual("succeeded", ended.state)
        self.assertEqual([("darts", "nas-bench-301")], list(zip(table.search_space, table.input)))
        self.assertTrue((table.latency_ms > 0).all())

    def test_campaign_of_an_architecture_of_another_space_says_which(self) -> None:
        with self.assertRaisesRegex(latbench.LatBenchError, "it is an architecture of nas-bench-101"):
            self.client.campaigns.submit(DEVICE, architectures=[CELL], search_space="darts", **QUICK)

    def test_prediction_in_a_space_without_a_predictor_is_refused(self) -> None:
        with self.assertRaises(latbench.LatBenchError) as caught:
            self.client.predict(IMPORTED, [CELL], search_space="nas-bench-101")

        self.assertIn(caught.exception.reason, ("NO_PREDICTOR", "SEARCH_SPACE_MISMATCH"))

    def test_search_asks_for_architectures_of_its_space(self) -> None:
        for space, mark in (("nas-bench-101", "|"), ("darts", "/")):
            search = self.client.search({}, budget=3, search_space=space, strategy="random")
            texts = []
            for suggestion in search.suggest():
                texts.append(suggestion.architecture)
                search.report(suggestion, 50 + len(texts))

            self.assertEqual(3, len(set(texts)), space)
            self.assertTrue(all(mark in text for text in texts), texts)
