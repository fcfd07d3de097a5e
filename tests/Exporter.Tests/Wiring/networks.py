"""
Runs networks that are defined here in PyTorch, from the descriptions of the search spaces, with the weights of exported graphs.

usage: networks.py FOLDER

FOLDER holds cases.json, {"space": NAME, "cases": [{"architecture", "input", "variant", "shape", "image", "tensors", "mistakes"}]}, and values.bin with 32-bit
floats, in which "image" and the tensors' offsets are places. A line of JSON is printed for each case: its logits, and those of
networks with one mistake each, up to "mistakes" of each kind. The exit code is 3 where there is no PyTorch.
"""

import importlib
import json
import sys
from pathlib import Path

try:
    import torch
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

from mistakes import mistakes_of
from weights import Weights


def run(space, case, values):
    weights = Weights(values, case["tensors"])
    network = space.network(weights, case["architecture"], case["variant"], case["input"]).eval()
    weights.finish()
    image = values[case["image"]:case["image"] + torch.Size(case["shape"]).numel()].reshape(case["shape"])
    result = {"logits": network(image).flatten().tolist(), "mistakes": []}
    if case["mistakes"]:
        for kind, place, mistake in mistakes_of(network, case["mistakes"]):
            with mistake:
                result["mistakes"].append({"kind": kind, "place": place, "logits": network(image).flatten().tolist()})
    return result


def main():
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    index = json.loads((folder / "cases.json").read_text())
    space = importlib.import_module(index["space"].replace("-", "_"))
    file = folder / "values.bin"
    values = torch.from_file(str(file), size=file.stat().st_size // 4, dtype=torch.float32)
    with torch.inference_mode():
        for case in index["cases"]:
            print(json.dumps(run(space, case, values)), flush=True)


main()
