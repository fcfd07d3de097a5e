"""The tensors of one exported graph, taken by the place of the layer that reads them."""

import torch
from torch import nn
from torch.nn.utils import skip_init


class Weights:
    def __init__(self, values, tensors):
        self._values = values
        self._left = dict(tensors)

    def take(self, name, *shape):
        if name not in self._left:
            raise KeyError(f"The exported graph has no tensor at '{name}'; not taken yet: {sorted(self._left)}")
        tensor = self._left.pop(name)
        if list(shape) != tensor["shape"]:
            raise ValueError(f"The tensor at '{name}' has the shape {tensor['shape']}; {list(shape)} was expected.")
        count = torch.Size(shape).numel()
        return self._values[tensor["offset"]:tensor["offset"] + count].reshape(shape)

    def finish(self):
        """Ends the network: the graph must hold no layer that it has not."""
        if self._left:
            raise ValueError(f"The exported graph has tensors that no layer takes: {sorted(self._left)}")

    def conv(self, place, inputs, outputs, kernel, stride=1, padding=0, dilation=1, groups=1):
        layer = skip_init(nn.Conv2d, inputs, outputs, kernel, stride, padding, dilation, groups, bias=False)
        layer.weight = nn.Parameter(self.take(f"{place}/conv/weight", *layer.weight.shape))
        return layer

    def norm(self, place, channels):
        layer = nn.BatchNorm2d(channels)
        layer.weight = nn.Parameter(self.take(f"{place}/norm/scale", channels))
        layer.bias = nn.Parameter(self.take(f"{place}/norm/shift", channels))
        layer.running_mean = self.take(f"{place}/norm/mean", channels)
        layer.running_var = self.take(f"{place}/norm/variance", channels)
        return layer

    def linear(self, place, inputs, outputs):
        layer = skip_init(nn.Linear, inputs, outputs)
        layer.weight = nn.Parameter(self.take(f"{place}/weight", outputs, inputs))
        layer.bias = nn.Parameter(self.take(f"{place}/bias", outputs))
        return layer
