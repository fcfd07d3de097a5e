"""
Exports networks of PyTorch and torchvision to ONNX, with random weights.

usage: make_models.py FOLDER

FOLDER/run/NAME.onnx: small networks with their weights, to be run. FOLDER/count/NAME.onnx: networks of the published size, with the shapes of all values and without
the data of their weights, to be counted. The exit code is 3 where a package is missing.
"""

import sys
import warnings
from pathlib import Path

try:
    import onnx
    import torch
    import torchvision
    from torch import nn
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

warnings.filterwarnings("ignore")
torch.manual_seed(21)


class TextClassifier(nn.Module):
    """Look-up, a bidirectional LSTM, a linear layer."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(50, 24)
        self.lstm = nn.LSTM(24, 32, batch_first=True, bidirectional=True)
        self.head = nn.Linear(64, 5)

    def forward(self, ids):
        return self.head(self.lstm(self.embedding(ids))[0][:, -1])


class Encoder(nn.Module):
    """A transformer over tokens of two inputs: numbers and a mask."""

    def __init__(self, width=32, heads=4, tokens=50, length=12):
        super().__init__()
        self.heads = heads
        self.embedding = nn.Embedding(tokens, width)
        self.position = nn.Parameter(torch.randn(1, length, width) * 0.1)
        self.normalization = nn.LayerNorm(width)
        self.project = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.feed_forward = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.head = nn.Linear(width, 5)

    def forward(self, ids, mask):
        x = self.embedding(ids) + self.position
        batch, length, width = x.shape
        q, k, v = self.project(self.normalization(x)).reshape(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1) / (width // self.heads) ** 0.5
        scores = scores + (1 - mask[:, None, None, :].to(x.dtype)) * torch.finfo(x.dtype).min
        x = x + self.output((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width))
        return self.head((x + self.feed_forward(x)).mean(1))


class Segmentation(nn.Module):
    """Sizes that are calculated from the input, a transposed convolution, interpolation."""

    def __init__(self):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 8, 3, 2, 1), nn.ReLU())
        self.up = nn.ConvTranspose2d(8, 8, 2, 2)
        self.head = nn.Conv2d(8, 4, 1)

    def forward(self, x):
        y = torch.relu(self.up(self.down(x)))
        return nn.functional.interpolate(self.head(y), size=x.shape[-2:], mode="bilinear", align_corners=False)


def randomize(network):
    """Biases and normalisations of their own for every channel: the exporter stores equal tensors once."""
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.weight.uniform_(0.8, 1.2)
            if getattr(module, "bias", None) is not None and isinstance(module.bias, torch.Tensor):
                module.bias.uniform_(-0.2, 0.2)
    return network


def calibrate(network, size):
    """The statistics that normalisations would have seen in training: activations neither vanish nor grow."""
    for module in randomize(network).modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = 1
    with torch.no_grad():
        network.train()(torch.rand(4, 3, size, size) * 2 - 1)
    return network


def export(network, inputs, path, names, axes=None):
    torch.onnx.export(network.eval(), inputs, str(path), opset_version=14, input_names=names, output_names=["output"], dynamic_axes=axes)


def image(size):
    return torch.rand(1, 3, size, size) * 2 - 1


def main(folder):
    run, count = folder / "run", folder / "count"
    run.mkdir()
    count.mkdir()
    models = torchvision.models
    vision = models.vision_transformer.VisionTransformer(32, 8, 2, 2, 32, 64, num_classes=10)
    nn.init.normal_(vision.heads.head.weight, std=0.1)
    ids, mask = torch.randint(0, 50, (1, 12)), torch.ones(1, 12, dtype=torch.int64)
    export(calibrate(models.resnet18(num_classes=10), 64), image(64), run / "resnet18.onnx", ["x"])
    export(calibrate(models.mobilenet_v3_small(num_classes=10), 64), image(64), run / "mobilenet_v3_small.onnx", ["x"])
    export(calibrate(models.efficientnet_b0(num_classes=10), 64), image(64), run / "efficientnet_b0.onnx", ["x"])
    export(vision, image(32), run / "vit.onnx", ["x"])
    export(TextClassifier(), ids, run / "lstm.onnx", ["ids"])
    export(Encoder(), (ids, mask), run / "encoder.onnx", ["ids", "mask"])
    export(calibrate(Segmentation(), 33), image(33), run / "segmentation.onnx", ["x"], {"x": {2: "height", 3: "width"}})
    for name in ["resnet18", "mobilenet_v2", "mobilenet_v3_small", "mobilenet_v3_large", "efficientnet_b0", "squeezenet1_1"]:
        path = count / f"{name}.onnx"
        export(randomize(getattr(models, name)()), image(224), path, ["x"])
        model = onnx.shape_inference.infer_shapes(onnx.load(str(path)))
        for tensor in model.graph.initializer:
            if tensor.data_type == onnx.TensorProto.FLOAT:
                tensor.ClearField("raw_data")
        onnx.save(model, str(path))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
