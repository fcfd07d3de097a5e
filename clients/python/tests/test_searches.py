import unittest

import latbench
from installation import DATA, IMPORTED


def train(architecture: str) -> float:
    return 50 + 5 * architecture.count("nor_conv_3x3") + 3 * architecture.count("nor_conv_1x1")


class SearchTests(unittest.TestCase):
    def setUp(self) -> None:
        self.client = latbench.connect(data=DATA)
        self.addCleanup(self.client.close)
        self.limit = float(self.client.predict(IMPORTED).latency_ms.median())

    def test_ask_and_tell_until_the_budget_is_spent(self) -> None:
        search = self.client.search({IMPORTED: self.limit}, budget=6, winners=1)
        trained = []
        for suggestion in search.suggest(2):
            trained.append(suggestion)
            if len(trained) == 1:
                search.report(suggestion, failed=True)
            else:
                search.report(suggestion, train(suggestion.architecture))

        self.assertEqual([1, 2, 3, 4, 5, 6], [each.number for each in trained])
        self.assertTrue(all(0 < each.latencies_ms[IMPORTED] <= self.limit * 1.5 for each in trained))
        best = search.winners[0]
        self.assertEqual(max(train(each.architecture) for each in trained[1:]), best.accuracy)
        search.cancel()
        self.assertEqual("cancelled", search.state)

    def test_search_goes_on_by_its_name_with_what_was_not_reported(self) -> None:
        begun = self.client.search({IMPORTED: self.limit}, budget=4)
        first = [next(begun.suggest(2)) for _ in range(2)]

        search = self.client.open_search(begun.name)
        numbers = []
        for suggestion in search.suggest(2):
            numbers.append(suggestion.number)
            search.report(suggestion, train(suggestion.architecture))

        self.assertEqual(first[0], first[1])
        self.assertEqual([1, 2, 3, 4], numbers)

    def test_what_cannot_be_is_refused(self) -> None:
        with self.assertRaisesRegex(latbench.LatBenchError, "limit"):
            self.client.search({IMPORTED: 1e-9})
        with self.assertRaisesRegex(latbench.LatBenchError, "There is no search"):
            self.client.open_search("searches/999999")
        with self.assertRaisesRegex(latbench.LatBenchError, "There is no option 'color': give budget"):
            self.client.search({IMPORTED: self.limit}, color="red")
        search = self.client.search({IMPORTED: self.limit}, budget=1)
        with self.assertRaisesRegex(latbench.LatBenchError, "either an accuracy"):
            search.report("000100")
        with self.assertRaises(latbench.LatBenchError):
            search.report("000100", 120.0)
