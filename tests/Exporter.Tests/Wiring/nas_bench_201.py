"""The networks of NAS-Bench-201: a stem, 17 cells at 16, 32 and 64 channels, two of them reductions, and a head."""

from torch import nn

from mistakes import changed

NODES = 4


def parse(text):
    """Reads '|op~0|+|op~0|op~1|+|op~0|op~1|op~2|' as {(from, to): operation}."""
    edges = {}
    for to, node in enumerate(text.split("+"), start=1):
        for edge in node.strip("|").split("|"):
            operation, source = edge.split("~")
            edges[int(source), to] = operation
    return edges


def effective(edges):
    """The edges on a path from the input to the output; 'none' is no edge."""
    edges = {edge: operation for edge, operation in edges.items() if operation != "none"}
    from_input = {0}
    for node in range(1, NODES):
        if any((source, node) in edges for source in from_input):
            from_input.add(node)
    to_output = {NODES - 1}
    for node in reversed(range(NODES - 1)):
        if any((node, target) in edges for target in to_output):
            to_output.add(node)
    return {(source, target): operation for (source, target), operation in edges.items() if source in from_input and target in to_output}


class Zero(nn.Module):
    def forward(self, x):
        return x * 0


def relu_conv_norm(weights, place, inputs, outputs, kernel, stride=1):
    return nn.Sequential(
        nn.ReLU(),
        weights.conv(place, inputs, outputs, kernel, stride, padding=kernel // 2),
        weights.norm(place, outputs),
    )


def operation_module(weights, place, operation, channels):
    if operation == "none":
        return Zero()
    if operation == "skip_connect":
        return nn.Identity()
    if operation == "avg_pool_3x3":
        return nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
    return relu_conv_norm(weights, place, channels, channels, {"nor_conv_1x1": 1, "nor_conv_3x3": 3}[operation])


class Cell(nn.Module):
    def __init__(self, weights, place, edges, channels):
        super().__init__()
        self.sources = {edge: edge[0] for edge in edges}
        self.operations = nn.ModuleDict({
            f"{source}-{target}": operation_module(weights, f"{place}/{source}-{target}", operation, channels)
            for (source, target), operation in edges.items()
        })

    def forward(self, x):
        nodes = [x]
        for target in range(1, NODES):
            arriving = [edge for edge in self.sources if edge[1] == target]
            nodes.append(sum(self.operations[f"{edge[0]}-{target}"](nodes[self.sources[edge]]) for edge in arriving))
        return nodes[-1]

    def mistakes(self):
        for edge in self.sources:
            if edge[0] > 0:
                yield "edge reads the cell's input", changed(self, "sources", {**self.sources, edge: 0})


class Reduction(nn.Module):
    def __init__(self, weights, place, inputs):
        super().__init__()
        self.first = relu_conv_norm(weights, f"{place}/first", inputs, 2 * inputs, 3, stride=2)
        self.second = relu_conv_norm(weights, f"{place}/second", 2 * inputs, 2 * inputs, 3)
        self.shortcut = nn.Sequential(nn.AvgPool2d(2, stride=2), weights.conv(f"{place}/shortcut", inputs, 2 * inputs, 1))

    def forward(self, x):
        return self.shortcut(x) + self.second(self.first(x))


def network(weights, text, variant, name):
    edges = parse(text)
    if variant == "pruned":
        edges = effective(edges)
    layers = [nn.Sequential(weights.conv("stem", 3, 16, 3, padding=1), weights.norm("stem", 16))]
    channels = 16
    for cell in range(17):
        if cell in (5, 11):
            layers.append(Reduction(weights, f"cell{cell}", channels))
            channels *= 2
        else:
            layers.append(Cell(weights, f"cell{cell}", edges, channels))
    classes = {"cifar10": 10, "cifar100": 100, "imagenet16-120": 120}[name]
    head = nn.Sequential(weights.norm("head", channels), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), weights.linear("logits", channels, classes))
    return nn.Sequential(*layers, head)
