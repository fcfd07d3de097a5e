using Google.Protobuf;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Tests;

/// <summary>The wire format is ONNX's: numbers of the standard, and nothing lost that we have no field for.</summary>
public sealed class ProtosTests
{
    [Fact]
    public void FieldNumbers_are_those_of_the_standard()
    {
        var fields = OnnxReflection.Descriptor.MessageTypes
            .Select(message => $"{message.Name} {string.Join(' ', message.Fields.InFieldNumberOrder().Select(f => $"{f.Name}={f.FieldNumber}"))}");
        Assert.Equal(
            [
                "ModelProto ir_version=1 producer_name=2 producer_version=3 domain=4 model_version=5 doc_string=6 graph=7 opset_import=8 metadata_props=14 functions=25",
                "OperatorSetIdProto domain=1 version=2",
                "StringStringEntryProto key=1 value=2",
                "GraphProto node=1 name=2 initializer=5 doc_string=10 input=11 output=12 value_info=13",
                "NodeProto input=1 output=2 name=3 op_type=4 attribute=5 doc_string=6 domain=7 metadata_props=9",
                "FunctionProto name=1 input=4 output=5 attribute=6 node=7 doc_string=8 opset_import=9 domain=10",
                "AttributeProto name=1 f=2 i=3 s=4 t=5 g=6 floats=7 ints=8 strings=9 tensors=10 graphs=11 type=20",
                "TensorProto dims=1 data_type=2 float_data=4 int32_data=5 string_data=6 int64_data=7 name=8 raw_data=9 double_data=10 uint64_data=11 doc_string=12 external_data=13 data_location=14",
                "ValueInfoProto name=1 type=2 doc_string=3",
                "TypeProto tensor_type=1 sequence_type=4 map_type=5 sparse_tensor_type=8 optional_type=9",
                "TensorShapeProto dim=1",
            ],
            fields);
    }

    [Fact]
    public void ElementTypes_are_the_data_types_of_the_standard() =>
        Assert.All(Enum.GetValues<ElementType>(), type => Assert.True(Enum.IsDefined((TensorProto.Types.DataType)(int)type)));

    [Fact]
    public void Attribute_with_value_zero_is_written()
    {
        byte[] expected = [0x0A, 1, (byte)'k', 0x18, 0, 0xA0, 0x01, 2]; // name, i, type
        Assert.Equal(expected, Attributes.Int("k", 0).ToByteArray());
    }

    [Fact]
    public void Parse_unknown_fields_survive_a_round_trip()
    {
        byte[] training = [0xA2, 0x01, 2, 0x0A, 0]; // ModelProto.training_info = 20, which we do not declare
        Assert.Equal(training, ModelProto.Parser.ParseFrom(training).ToByteArray());
    }
}
