using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using LatBench.Coordinator.Rest;
using Kind = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace LatBench.Coordinator.Tests.Rest;

/// <summary>Types that the contract does not use yet, so that it may: maps, wrappers, field masks, bytes, free JSON.</summary>
public sealed class JsonBodyTests
{
    private static readonly MessageDescriptor Everything = Build();

    [Theory]
    [InlineData("""{"names":{"1":"a","-2":"b"},"mask":"a,bC","maybe":5,"data":"aGk=","ratio":0.5,"small":1,"free":{"x":[1,null]},"large":"7"}""")]
    [InlineData("""{"maybe":null,"ratio":"NaN","mask":null,"free":null,"large":-9223372036854775808}""")]
    [InlineData("\uFEFF{\"small\":4294967295}")]
    public void Good_body_passes(string json) => Assert.Empty(Check(json));

    [Theory]
    [InlineData("""{"names":{"a":"b"}}""", "names[\"a\"]")]
    [InlineData("""{"names":{"1":"a","1":"b"}}""", "names[\"1\"]")]
    [InlineData("""{"names":{"1":2}}""", "names[\"1\"]")]
    [InlineData("""{"names":[]}""", "names")]
    [InlineData("""{"names":null}""", "names")]
    [InlineData("""{"mask":["a"]}""", "mask")]
    [InlineData("""{"maybe":"x"}""", "maybe")]
    [InlineData("""{"data":"***"}""", "data")]
    [InlineData("""{"ratio":1e60}""", "ratio")]
    [InlineData("""{"small":-1}""", "small")]
    [InlineData("""{"large":9223372036854775808}""", "large")]
    [InlineData("""{"large":" 7"}""", "large")]
    public void Faulty_value_is_named(string json, string field) => Assert.Equal(field, Assert.Single(Check(json)).Field);

    [Fact]
    public void Depth_beyond_the_limit_is_told()
    {
        var fault = Assert.Single(Check($$"""{"free":{{new string('[', 100)}}{{new string(']', 100)}}}"""));

        Assert.Contains("maximum configured depth", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_than_twenty_faults_are_told() =>
        Assert.Equal(20, Check($$"""{{{string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"unknown{i}\":1"))}}}""").Count);

    private static IReadOnlyList<(string Field, string Message)> Check(string json)
    {
        var faults = new FieldFaults();
        JsonBody.Check(Encoding.UTF8.GetBytes(json), Everything, null, new Dictionary<string, string>(), faults);
        return faults.All;
    }

    private static MessageDescriptor Build()
    {
        var entry = new DescriptorProto
        {
            Name = "NamesEntry",
            Options = new MessageOptions { MapEntry = true },
            Field = { Field("key", 1, Kind.Int32), Field("value", 2, Kind.String) },
        };
        var names = Field("names", 1, Kind.Message, ".test.Everything.NamesEntry");
        names.Label = FieldDescriptorProto.Types.Label.Repeated;
        var file = new FileDescriptorProto
        {
            Name = "everything.proto",
            Package = "test",
            Syntax = "proto3",
            Dependency = { "google/protobuf/field_mask.proto", "google/protobuf/wrappers.proto", "google/protobuf/struct.proto" },
            MessageType =
            {
                new DescriptorProto
                {
                    Name = "Everything",
                    NestedType = { entry },
                    Field =
                    {
                        names,
                        Field("mask", 2, Kind.Message, ".google.protobuf.FieldMask"),
                        Field("maybe", 3, Kind.Message, ".google.protobuf.Int32Value"),
                        Field("data", 4, Kind.Bytes),
                        Field("ratio", 5, Kind.Float),
                        Field("small", 6, Kind.Uint32),
                        Field("free", 7, Kind.Message, ".google.protobuf.Value"),
                        Field("large", 8, Kind.Int64),
                    },
                },
            },
        };
        ByteString[] files =
        [
            FieldMaskReflection.Descriptor.SerializedData, WrappersReflection.Descriptor.SerializedData, StructReflection.Descriptor.SerializedData, file.ToByteString(),
        ];
        return FileDescriptor.BuildFromByteStrings(files)[^1].MessageTypes[0];
    }

    private static FieldDescriptorProto Field(string name, int number, Kind type, string? typeName = null)
    {
        var field = new FieldDescriptorProto { Name = name, Number = number, Type = type, Label = FieldDescriptorProto.Types.Label.Optional, JsonName = name };
        if (typeName is not null)
            field.TypeName = typeName;
        return field;
    }
}
