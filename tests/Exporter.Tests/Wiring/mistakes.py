"""Wrong networks, made from a right one: each mistake is one changed attribute, which is put back afterwards."""

from contextlib import contextmanager

from torch import nn


@contextmanager
def changed(target, attribute, value):
    right = getattr(target, attribute)
    setattr(target, attribute, value)
    try:
        yield
    finally:
        setattr(target, attribute, right)


@contextmanager
def left_out(module):
    module.forward = lambda x: x
    try:
        yield
    finally:
        del module.forward


def every_mistake(network):
    """Lists (kind, place, context) of every mistake that can be made in a network, one at a time."""
    for place, module in network.named_modules():
        if isinstance(module, nn.ReLU):
            yield "relu left out", place, left_out(module)
        elif isinstance(module, nn.AvgPool2d) and module.padding:
            yield "padding counted", place, changed(module, "count_include_pad", True)
        elif hasattr(module, "mistakes"):
            for kind, context in module.mistakes():
                yield kind, place, context


def mistakes_of(network, most):
    """Lists up to so many mistakes of each kind, spread over the network."""
    by_kind = {}
    for mistake in every_mistake(network):
        by_kind.setdefault(mistake[0], []).append(mistake)
    for mistakes in by_kind.values():
        step = -(-len(mistakes) // most)
        yield from mistakes[::step]
