"""The networks of NAS-Bench-101: a stem to 128 channels, three stacks of three cells, and a head."""

from itertools import permutations

import torch
from torch import nn

from mistakes import changed

CONV3X3, CONV1X1, MAXPOOL3X3 = "conv3x3-bn-relu", "conv1x1-bn-relu", "maxpool3x3"

LABELS = {CONV3X3: 0, CONV1X1: 1, MAXPOOL3X3: 2}


def parse(text):
    """Reads '11.1|maxpool3x3': row i lists the edges from vertex i to those behind it; then the operations between input and output."""
    upper, names = text.split("|")
    rows = upper.split(".")
    vertices = len(rows) + 1
    matrix = [[0] * vertices for _ in range(vertices)]
    for row, digits in enumerate(rows):
        for place, digit in enumerate(digits):
            matrix[row][row + 1 + place] = int(digit)
    return matrix, names.split(",") if names else []


def on_a_path(matrix):
    """The vertices that the input reaches and that reach the output."""
    last = len(matrix) - 1

    def reachable(start, edge):
        found, open_ones = {start}, [start]
        while open_ones:
            at = open_ones.pop()
            for other in range(last + 1):
                if edge(at, other) and other not in found:
                    found.add(other)
                    open_ones.append(other)
        return found

    return sorted(reachable(0, lambda a, b: matrix[a][b]) & reachable(last, lambda a, b: matrix[b][a]))


def reordered(matrix, operations, order):
    """The cell whose vertex i is the vertex order[i] of another."""
    return [[matrix[a][b] for b in order] for a in order], [operations[vertex - 1] for vertex in order[1:-1]]


def bits(matrix):
    """The number by which the published enumeration of the space orders matrices: edge x → y is bit x + y (y - 1) / 2."""
    return sum(1 << (x + y * (y - 1) // 2) for y in range(len(matrix)) for x in range(y) if matrix[x][y])


def is_upper_triangular(matrix):
    return not any(matrix[a][b] for a in range(len(matrix)) for b in range(a + 1))


def first_in_enumeration(matrix, operations):
    """The first cell of the published enumeration that is this one but for the order of its vertices."""
    vertices = len(matrix)
    orders = ([0, *inner, vertices - 1] for inner in permutations(range(1, vertices - 1))) if vertices > 2 else [[0, 1]]
    cells = (reordered(matrix, operations, order) for order in orders)
    return min((cell for cell in cells if is_upper_triangular(cell[0])), key=lambda cell: (bits(cell[0]), [LABELS[name] for name in cell[1]]))


def vertex_channels(matrix, outputs):
    """The output's channels are divided among its inner predecessors, the remainder goes to the earliest; others need what their widest successor needs."""
    last = len(matrix) - 1
    channels = [0] * last
    predecessors = [vertex for vertex in range(1, last) if matrix[vertex][last]]
    for place, vertex in enumerate(predecessors):
        channels[vertex] = outputs // len(predecessors) + (place < outputs % len(predecessors))
    for vertex in reversed(range(1, last)):
        if vertex not in predecessors:
            channels[vertex] = max(channels[other] for other in range(vertex + 1, last) if matrix[vertex][other])
    return channels


def conv_norm_relu(weights, place, inputs, outputs, kernel):
    return nn.Sequential(weights.conv(place, inputs, outputs, kernel, padding=kernel // 2), weights.norm(place, outputs), nn.ReLU())


class Cell(nn.Module):
    def __init__(self, weights, place, matrix, operations, inputs, outputs):
        super().__init__()
        self.matrix = matrix
        self.last = len(matrix) - 1
        self.channels = vertex_channels(matrix, outputs)
        self.arrange = list
        self.truncate = lambda x, channels: x[:, :channels]
        self.projections = nn.ModuleDict()
        self.operations = nn.ModuleDict()
        for vertex in range(1, self.last + 1):
            width = outputs if vertex == self.last else self.channels[vertex]
            if matrix[0][vertex]:
                self.projections[str(vertex)] = conv_norm_relu(weights, f"{place}/0-{vertex}/projection", inputs, width, 1)
            if vertex < self.last:
                self.operations[str(vertex)] = self.operation(weights, f"{place}/{vertex}", operations[vertex - 1], width)

    @staticmethod
    def operation(weights, place, name, channels):
        if name == MAXPOOL3X3:
            return nn.MaxPool2d(3, stride=1, padding=1)
        kernel = {CONV1X1: 1, CONV3X3: 3}[name]
        return conv_norm_relu(weights, f"{place}/conv{kernel}x{kernel}", channels, channels, kernel)

    def forward(self, x):
        values = [x]
        for vertex in range(1, self.last):
            arriving = [self.truncate(values[other], self.channels[vertex]) for other in range(1, vertex) if self.matrix[other][vertex]]
            if self.matrix[0][vertex]:
                arriving.append(self.projections[str(vertex)](x))
            values.append(self.operations[str(vertex)](sum(arriving)))
        ends = [values[vertex] for vertex in range(1, self.last) if self.matrix[vertex][self.last]]
        outputs = [torch.cat(self.arrange(ends), dim=1)] if ends else []
        if self.matrix[0][self.last]:
            outputs.append(self.projections[str(self.last)](x))
        return sum(outputs)

    def mistakes(self):
        inner = range(1, self.last)
        if sum(self.matrix[vertex][self.last] for vertex in inner) > 1:
            yield "concatenated in reverse order", changed(self, "arrange", lambda ends: ends[::-1])
        if any(self.matrix[a][b] and self.channels[a] > self.channels[b] for a in inner for b in inner):
            yield "truncated to the last channels", changed(self, "truncate", lambda x, channels: x[:, x.shape[1] - channels:])


def network(weights, text, variant, name):
    matrix, operations = parse(text)
    matrix, operations = reordered(matrix, operations, on_a_path(matrix))
    if variant == "pruned":
        matrix, operations = first_in_enumeration(matrix, operations)
    layers = [conv_norm_relu(weights, "stem", 3, 128, 3)]
    channels = 128
    for cell in range(9):
        width = 128 << (cell // 3)
        if cell in (3, 6):
            layers.append(nn.MaxPool2d(2, stride=2))
        layers.append(Cell(weights, f"cell{cell}", matrix, operations, channels, width))
        channels = width
    classes = {"cifar10": 10}[name]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), weights.linear("logits", channels, classes))
