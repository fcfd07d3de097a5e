"""The networks of DARTS: a stem, normal and reduction cells, each of which reads the two cells before it, and a head; no auxiliary head."""

from collections import namedtuple

import torch
from torch import nn

from mistakes import changed

Genotype = namedtuple("Genotype", "normal normal_concat reduce reduce_concat")

# The order by which two edges from one state are sorted.
OPERATIONS = [
    "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5", "sep_conv_7x7", "conv_7x1_1x7",
]

SHORT_NAMES = dict(zip(["max", "avg", "skip", "sep3", "sep5", "dil3", "dil5", "sep7", "conv7"], OPERATIONS))

Plan = namedtuple("Plan", "cells channels classes")

PLANS = {"nas-bench-301": Plan(8, 32, 10), "cifar10": Plan(20, 36, 10), "imagenet": Plan(14, 48, 1000)}


def parse(text):
    """Reads what the official program prints, or the compact form 'sep3.0+sep3.1|…/…', in which the output's nodes follow a '>' if they are not all."""
    if text.startswith("Genotype"):
        genotype = eval(text, {"__builtins__": {}, "Genotype": Genotype, "range": range})  # the texts of the tests alone
        return genotype._replace(normal_concat=list(genotype.normal_concat), reduce_concat=list(genotype.reduce_concat))
    return Genotype(*(part for cell in text.split("/") for part in parse_compact(cell)))


def parse_compact(text):
    nodes, _, output = text.partition(">")
    edges = [edge.split(".") for edge in nodes.replace("|", "+").split("+")]
    edges = [(SHORT_NAMES[name], int(source)) for name, source in edges]
    return edges, [int(digit) for digit in output] or list(range(2, 2 + len(edges) // 2))


def needed_states(edges, concat):
    """The states of a cell that its output depends on."""
    needed = set(concat)
    for node in reversed(range(2, 2 + len(edges) // 2)):
        if node in needed:
            needed |= {source for _, source in edges[2 * node - 4:2 * node - 2]}
    return needed


def canonical(edges, concat):
    """The cell without the nodes that its output does not depend on, and with sorted edges."""
    needed = needed_states(edges, concat)
    kept = [node for node in range(2, 2 + len(edges) // 2) if node in needed]
    number = {0: 0, 1: 1, **{node: 2 + place for place, node in enumerate(kept)}}
    pairs = [sorted([(name, number[source]) for name, source in edges[2 * node - 4:2 * node - 2]], key=lambda edge: (edge[1], OPERATIONS.index(edge[0]))) for node in kept]
    return [edge for pair in pairs for edge in pair], [number[node] for node in concat]


def relu_conv_norm(weights, place, inputs, outputs):
    return nn.Sequential(nn.ReLU(), weights.conv(place, inputs, outputs, 1), weights.norm(place, outputs))


class FactorizedReduce(nn.Module):
    def __init__(self, weights, place, inputs, outputs):
        super().__init__()
        self.relu = nn.ReLU()
        self.conv_1 = weights.conv(f"{place}/half1", inputs, outputs // 2, 1, stride=2)
        self.conv_2 = weights.conv(f"{place}/half2", inputs, outputs // 2, 1, stride=2)
        self.norm = weights.norm(place, outputs)
        self.shift = 1

    def forward(self, x):
        x = self.relu(x)
        return self.norm(torch.cat([self.conv_1(x), self.conv_2(x[:, :, self.shift:, self.shift:])], dim=1))

    def mistakes(self):
        yield "second half not shifted", changed(self, "shift", 0)


def depthwise_separable(weights, place, channels, kernel, stride, dilation=1):
    """ReLU, depthwise convolution, pointwise convolution, normalisation."""
    return [
        nn.ReLU(),
        weights.conv(f"{place}/depthwise", channels, channels, kernel, stride, dilation * (kernel // 2), dilation, groups=channels),
        weights.conv(place, channels, channels, 1),
        weights.norm(place, channels),
    ]


def operation_module(weights, place, name, channels, stride):
    if name == "max_pool_3x3":
        return nn.MaxPool2d(3, stride=stride, padding=1)
    if name == "avg_pool_3x3":
        return nn.AvgPool2d(3, stride=stride, padding=1, count_include_pad=False)
    if name == "skip_connect":
        return nn.Identity() if stride == 1 else FactorizedReduce(weights, place, channels, channels)
    if name == "conv_7x1_1x7":
        return nn.Sequential(
            nn.ReLU(),
            weights.conv(f"{place}/row", channels, channels, (1, 7), (1, stride), (0, 3)),
            weights.conv(f"{place}/column", channels, channels, (7, 1), (stride, 1), (3, 0)),
            weights.norm(f"{place}/column", channels),
        )
    kind, kernel = name[:3], int(name[-1])
    if kind == "dil":
        return nn.Sequential(*depthwise_separable(weights, f"{place}/first", channels, kernel, stride, dilation=2))
    return nn.Sequential(
        *depthwise_separable(weights, f"{place}/first", channels, kernel, stride),
        *depthwise_separable(weights, f"{place}/second", channels, kernel, 1),
    )


class Cell(nn.Module):
    def __init__(self, weights, place, edges, concat, needed, inputs, channels, reduction, reduction_prev):
        super().__init__()
        self.edges = edges
        self.concat = concat
        self.preprocess = nn.ModuleList()
        for state in (0, 1):
            if state not in needed:
                self.preprocess.append(None)
            elif state == 0 and reduction_prev:
                self.preprocess.append(FactorizedReduce(weights, f"{place}/input0", inputs[0], channels))
            else:
                self.preprocess.append(relu_conv_norm(weights, f"{place}/input{state}", inputs[state], channels))
        self.operations = nn.ModuleList(
            operation_module(weights, f"{place}/edge{number}", name, channels, 2 if reduction and source < 2 else 1)
            for number, (name, source) in enumerate(edges)
        )

    def forward(self, s0, s1):
        states = [None if layer is None else layer(s) for layer, s in zip(self.preprocess, [s0, s1])]
        for number in range(0, len(self.edges), 2):
            states.append(sum(self.operations[edge](states[self.edges[edge][1]]) for edge in (number, number + 1)))
        return torch.cat([states[state] for state in self.concat], dim=1)

    def mistakes(self):
        if len(self.concat) > 1:
            yield "concatenated in reverse order", changed(self, "concat", self.concat[::-1])
        if None not in self.preprocess:
            exchanged = {0: 1, 1: 0}
            yield "inputs exchanged", changed(self, "edges", [(name, exchanged.get(source, source)) for name, source in self.edges])


class Network(nn.Module):
    def __init__(self, weights, genotype, pruned, name):
        super().__init__()
        plan = PLANS[name]
        channels = plan.channels
        if name == "imagenet":
            self.stem0 = nn.Sequential(
                weights.conv("stem0", 3, channels // 2, 3, stride=2, padding=1), weights.norm("stem0", channels // 2), nn.ReLU(),
                weights.conv("stem1", channels // 2, channels, 3, stride=2, padding=1), weights.norm("stem1", channels),
            )
            self.stem1 = nn.Sequential(nn.ReLU(), weights.conv("stem2", channels, channels, 3, stride=2, padding=1), weights.norm("stem2", channels))
            inputs, reduction_prev = [channels, channels], True
        else:
            self.stem0 = nn.Sequential(weights.conv("stem", 3, 3 * channels, 3, padding=1), weights.norm("stem", 3 * channels))
            self.stem1 = None
            inputs, reduction_prev = [3 * channels, 3 * channels], False
        reductions = {plan.cells // 3, 2 * plan.cells // 3}
        cells = [self.cell_of(genotype, pruned, cell in reductions) for cell in range(plan.cells)]
        built = self.needed_cells([needed for _, _, needed in cells]) if pruned else set(range(plan.cells))
        self.cells = nn.ModuleList()
        for cell, (edges, concat, needed) in enumerate(cells):
            reduction = cell in reductions
            channels *= 2 if reduction else 1
            self.cells.append(Cell(weights, f"cell{cell}", edges, concat, needed, inputs, channels, reduction, reduction_prev) if cell in built else None)
            inputs, reduction_prev = [inputs[1], len(concat) * channels], reduction
        self.head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), weights.linear("logits", inputs[1], plan.classes))

    @staticmethod
    def cell_of(genotype, pruned, reduction):
        edges, concat = (genotype.reduce, genotype.reduce_concat) if reduction else (genotype.normal, genotype.normal_concat)
        if not pruned:
            return edges, concat, {0, 1}
        edges, concat = canonical(edges, concat)
        return edges, concat, needed_states(edges, concat)

    @staticmethod
    def needed_cells(needed):
        built = {len(needed) - 1}
        for cell in reversed(range(len(needed))):
            if cell in built:
                built |= {cell - 2 + state for state in (0, 1) if state in needed[cell]}
        return built

    def forward(self, x):
        s0 = self.stem0(x)
        s1 = s0 if self.stem1 is None else self.stem1(s0)
        for cell in self.cells:
            s0, s1 = s1, None if cell is None else cell(s0, s1)
        return self.head(s1)


def network(weights, text, variant, name):
    return Network(weights, parse(text), variant == "pruned", name)
