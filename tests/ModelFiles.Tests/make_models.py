"""Writes ONNX files as users have them, with random weights: exports of PyTorch, and graphs that onnx.helper builds. usage: make_models.py FOLDER"""

import os
import sys
import warnings

try:
    import numpy as np
    import onnx
    import torch
    import torchvision
    from onnx import TensorProto, helper, numpy_helper
    from torch import nn
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

FLOAT, INT64, UINT8, INT8, INT32, BOOL = TensorProto.FLOAT, TensorProto.INT64, TensorProto.UINT8, TensorProto.INT8, TensorProto.INT32, TensorProto.BOOL
RANDOM = np.random.default_rng(21)


def save(folder, name, graph, opset=17, ir=8, functions=(), domains=()):
    opsets = [helper.make_opsetid("", opset), *[helper.make_opsetid(domain, 1) for domain in domains]]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="make_models", functions=list(functions))
    model.ir_version = ir
    onnx.checker.check_model(model)
    onnx.save(model, os.path.join(folder, name))
    return model


def value(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def weights(name, shape, kind=np.float32):
    array = RANDOM.standard_normal(shape).astype(kind) if kind == np.float32 else RANDOM.integers(-100, 100, shape).astype(kind)
    return numpy_helper.from_array(array, name)


# Exports of PyTorch.

class Tagger(nn.Module):
    """Words to tags: an embedding and an LSTM; batch and sequence are free."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(500, 32)
        self.lstm = nn.LSTM(32, 64, batch_first=True, bidirectional=True)
        self.head = nn.Linear(128, 10)

    def forward(self, tokens):
        return self.head(self.lstm(self.embedding(tokens))[0])


class Encoder(nn.Module):
    """A BERT of one layer, written out, with three inputs and a mask."""

    def __init__(self, words=3000, places=64, width=64, heads=4):
        super().__init__()
        self.words, self.places, self.kinds = nn.Embedding(words, width), nn.Embedding(places, width), nn.Embedding(2, width)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm, self.heads, self.width = nn.LayerNorm(width), heads, width

    def forward(self, input_ids, attention_mask, token_type_ids):
        batch, length = input_ids.shape
        x = self.words(input_ids) + self.places(torch.arange(length))[None] + self.kinds(token_type_ids)
        q, k, v = (part(x).view(batch, length, self.heads, -1).transpose(1, 2) for part in (self.query, self.key, self.value))
        scores = q @ k.transpose(2, 3) / (self.width // self.heads) ** 0.5 + (1 - attention_mask[:, None, None, :].float()) * -10000.0
        return self.norm(x + self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, self.width)))


def export(folder, name, model, inputs, **options):
    options.setdefault("opset_version", 17)
    torch.onnx.export(model.eval(), inputs, os.path.join(folder, name), **options)


def torch_models(folder):
    torch.manual_seed(21)
    image = torch.zeros(1, 3, 224, 224)
    names = dict(input_names=["images"], output_names=["logits"])
    export(folder, "resnet18.onnx", torchvision.models.resnet18(weights=None), image, dynamic_axes={"images": {0: "batch"}, "logits": {0: "batch"}}, **names)
    export(folder, "mobilenet_v3.onnx", torchvision.models.mobilenet_v3_small(weights=None), image, opset_version=13, **names)
    export(folder, "efficientnet_b0.onnx", torchvision.models.efficientnet_b0(weights=None), image, dynamic_axes={"images": {0: "batch", 2: "height", 3: "width"}}, **names)
    vit = torchvision.models.VisionTransformer(image_size=64, patch_size=16, num_layers=2, num_heads=2, hidden_dim=64, mlp_dim=128, num_classes=10)
    export(folder, "vit.onnx", vit, torch.zeros(1, 3, 64, 64), dynamic_axes={"images": {0: "N"}}, **names)
    free = {0: "batch", 1: "sequence"}
    export(folder, "lstm.onnx", Tagger(), torch.zeros(2, 5, dtype=torch.int64), input_names=["tokens"], output_names=["tags"], dynamic_axes={"tokens": free, "tags": free})
    ids = torch.ones(2, 7, dtype=torch.int64)
    inputs = ["input_ids", "attention_mask", "token_type_ids"]
    export(folder, "encoder.onnx", Encoder(), (ids, ids, ids * 0), input_names=inputs, output_names=["states"], dynamic_axes={name: free for name in [*inputs, "states"]})


# Graphs with control flow.

def control_flow(folder):
    then = helper.make_graph([helper.make_node("MatMul", ["x", "large"], ["a"])], "then", [], [value("a", FLOAT, None)], [weights("large", (32, 32))])
    other = helper.make_graph([helper.make_node("Neg", ["x"], ["b"])], "else", [], [value("b", FLOAT, None)])
    save(folder, "if.onnx", helper.make_graph(
        [helper.make_node("If", ["flag"], ["y"], then_branch=then, else_branch=other)], "if",
        [value("flag", BOOL, []), value("x", FLOAT, ["rows", 32])], [value("y", FLOAT, ["rows", 32])]))

    # With the input's shape fixed at 512, the shapes of the branch that is not taken contradict each other.
    wide = helper.make_graph([helper.make_node("Relu", ["x"], ["wide_y"])], "wide", [], [value("wide_y", FLOAT, None)])
    narrow = helper.make_graph([helper.make_node("Add", ["x", "row"], ["narrow_y"])], "narrow", [], [value("narrow_y", FLOAT, None)], [weights("row", (1, 256))])
    save(folder, "branches.onnx", helper.make_graph(
        [helper.make_node("If", ["flag"], ["y"], then_branch=wide, else_branch=narrow)], "branches",
        [value("flag", BOOL, []), value("x", FLOAT, [1, "width"])], [value("y", FLOAT, [1, "width"])]))

    step = helper.make_graph(
        [helper.make_node("Add", ["state", "one"], ["next"]), helper.make_node("Identity", ["go"], ["go_on"])], "step",
        [value("i", INT64, []), value("go", BOOL, []), value("state", FLOAT, ["n"])], [value("go_on", BOOL, []), value("next", FLOAT, ["n"])])
    save(folder, "loop.onnx", helper.make_graph(
        [helper.make_node("Loop", ["trips", "", "x"], ["y"], body=step)], "loop",
        [value("trips", INT64, []), value("x", FLOAT, ["n"])], [value("y", FLOAT, ["n"])], [numpy_helper.from_array(np.float32(1), "one")]))

    add = helper.make_graph(
        [helper.make_node("Add", ["sum", "item"], ["total"]), helper.make_node("Identity", ["total"], ["each"])], "add",
        [value("sum", FLOAT, [4]), value("item", FLOAT, [4])], [value("total", FLOAT, [4]), value("each", FLOAT, [4])])
    save(folder, "scan.onnx", helper.make_graph(
        [helper.make_node("Scan", ["start", "x"], ["last", "y"], body=add, num_scan_inputs=1)], "scan",
        [value("start", FLOAT, [4]), value("x", FLOAT, ["length", 4])], [value("last", FLOAT, [4]), value("y", FLOAT, ["length", 4])]))


# Types that are no tensors.

def other_types(folder):
    tensor = helper.make_tensor_type_proto(FLOAT, ["n"])
    sequence = helper.make_value_info("list", helper.make_sequence_type_proto(tensor))
    save(folder, "sequence.onnx", helper.make_graph(
        [helper.make_node("SequenceLength", ["list"], ["y"])], "sequence", [sequence], [value("y", INT64, [])]))
    optional = helper.make_value_info("maybe", helper.make_optional_type_proto(tensor))
    save(folder, "optional.onnx", helper.make_graph(
        [helper.make_node("OptionalHasElement", ["maybe"], ["y"])], "optional", [optional], [value("y", BOOL, [])]))
    save(folder, "sequence_output.onnx", helper.make_graph(
        [helper.make_node("SplitToSequence", ["x"], ["parts"], axis=0)], "parts", [value("x", FLOAT, [4, 2])],
        [helper.make_value_info("parts", helper.make_sequence_type_proto(helper.make_tensor_type_proto(FLOAT, None)))]))
    save(folder, "strings.onnx", helper.make_graph(
        [helper.make_node("StringNormalizer", ["words"], ["y"], case_change_action="LOWER", locale="C")], "strings", [value("words", TensorProto.STRING, ["n"])], [value("y", TensorProto.STRING, ["n"])]))


# Quantised models.

def quantised(folder):
    scale, zero = numpy_helper.from_array(np.float32(0.02), "scale"), numpy_helper.from_array(np.uint8(128), "zero")
    signed = numpy_helper.from_array(np.int8(0), "signed")
    kernel = weights("kernel", (16, 3, 3, 3), np.int8)
    shape = [1, 3, 16, 16]
    save(folder, "qdq.onnx", helper.make_graph([
        helper.make_node("QuantizeLinear", ["x", "scale", "zero"], ["xq"]), helper.make_node("DequantizeLinear", ["xq", "scale", "zero"], ["xf"]),
        helper.make_node("DequantizeLinear", ["kernel", "scale", "signed"], ["kf"]), helper.make_node("Conv", ["xf", "kf"], ["y"], pads=[1, 1, 1, 1]),
    ], "qdq", [value("x", FLOAT, shape)], [value("y", FLOAT, [1, 16, 16, 16])], [scale, zero, signed, kernel]))
    save(folder, "qoperator.onnx", helper.make_graph([
        helper.make_node("QuantizeLinear", ["x", "scale", "zero"], ["xq"]),
        helper.make_node("QLinearConv", ["xq", "scale", "zero", "kernel", "scale", "signed", "scale", "zero", "bias"], ["yq"], pads=[1, 1, 1, 1]),
        helper.make_node("DequantizeLinear", ["yq", "scale", "zero"], ["y"]),
    ], "qoperator", [value("x", FLOAT, shape)], [value("y", FLOAT, [1, 16, 16, 16])], [scale, zero, signed, kernel, weights("bias", (16,), np.int32)]))


# Forms of files.

def forms(folder):
    linear = lambda name, width=64: helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"])], name, [value("x", FLOAT, ["n", width])], [value("y", FLOAT, ["n", width])], [weights("w", (width, width))])

    model = save(folder, "linear.onnx", linear("linear"))
    onnx.save(model, os.path.join(folder, "external.onnx"), save_as_external_data=True, all_tensors_to_one_file=True, location="external.data", size_threshold=0)
    os.mkdir(os.path.join(folder, "parts"))
    model = helper.make_model(helper.make_graph(
        [helper.make_node("MatMul", ["x", "a"], ["h"]), helper.make_node("MatMul", ["h", "b"], ["y"])], "parts",
        [value("x", FLOAT, [1, 64])], [value("y", FLOAT, [1, 64])], [weights("a", (64, 64)), weights("b", (64, 64))]), opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, os.path.join(folder, "parts", "model.onnx"), save_as_external_data=True, all_tensors_to_one_file=False, size_threshold=0)

    for ir, opset in [(3, 7), (4, 9), (5, 10), (6, 11), (7, 12), (8, 17), (9, 17), (10, 17), (11, 17), (12, 17), (13, 17)]:
        graph = linear("ir")
        if ir == 3:
            graph.input.append(value("w", FLOAT, [64, 64]))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
        model.ir_version = ir
        onnx.save(model, os.path.join(folder, f"ir{ir}.onnx"))

    listed = linear("listed")
    del listed.initializer[:]
    listed.initializer.append(helper.make_tensor("w", FLOAT, (64, 64), RANDOM.standard_normal(64 * 64).astype(np.float32).tolist()))
    save(folder, "float_data.onnx", listed)

    constants = linear("constants")
    tensor = weights("", (64, 64))
    constants.node.insert(0, helper.make_node("Constant", [], ["w"], value=tensor))
    del constants.initializer[:]
    save(folder, "constants.onnx", constants)
    save(folder, "old_constants.onnx", constants, opset=7, ir=3)

    half = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"])], "half", [value("x", TensorProto.FLOAT16, [1, 64])], [value("y", TensorProto.FLOAT16, [1, 64])],
        [numpy_helper.from_array(RANDOM.standard_normal((64, 64)).astype(np.float16), "w")])
    save(folder, "half.onnx", half)

    twice = helper.make_function("lab", "Twice", ["a"], ["b"], [helper.make_node("Add", ["a", "a"], ["b"])], [helper.make_opsetid("", 17)])
    save(folder, "function.onnx", helper.make_graph(
        [helper.make_node("Twice", ["x"], ["y"], domain="lab")], "function", [value("x", FLOAT, [4])], [value("y", FLOAT, [4])]), functions=[twice], domains=["lab"])


# Files of inputs.

def arrays(folder):
    array = np.arange(24).reshape(2, 3, 4)
    for kind in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "?", "c8", ">f4", ">i8", ">c8"]:
        np.save(os.path.join(folder, f"{kind.replace('>', 'big-').replace('?', 'b1')}.npy"), array.astype(kind))
    np.save(os.path.join(folder, "fortran.npy"), np.asfortranarray(array.astype("f4")))
    np.save(os.path.join(folder, "scalar.npy"), np.float32(7))
    np.save(os.path.join(folder, "texts.npy"), np.array(["one", "zwölf"]))
    np.save(os.path.join(folder, "big-texts.npy"), np.asfortranarray(np.array([["one", "zwölf"], ["", "3"]], dtype=">U5")))
    np.save(os.path.join(folder, "bytes.npy"), np.array([b"one", b"two"]))
    np.save(os.path.join(folder, "objects.npy"), np.array([None, 1], dtype=object))
    np.save(os.path.join(folder, "records.npy"), np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
    np.save(os.path.join(folder, "dates.npy"), np.zeros(2, dtype="M8[s]"))
    np.savez(os.path.join(folder, "two.npz"), x=array.astype("f4"), ids=array)
    np.savez_compressed(os.path.join(folder, "bomb.npz"), zeros=np.zeros(50_000_000, dtype="u1"))

    tests = os.path.join(folder, "test_data_set_0")
    os.mkdir(tests)
    for name, tensor in [("input_0", numpy_helper.from_array(np.ones((2, 64), np.float32), "x")), ("output_0", numpy_helper.from_array(np.zeros((2, 64), np.float32)))]:
        onnx.save_tensor(tensor, os.path.join(tests, name + ".pb"))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for make in (arrays, control_flow, other_types, quantised, forms, torch_models):
        make(sys.argv[1])
