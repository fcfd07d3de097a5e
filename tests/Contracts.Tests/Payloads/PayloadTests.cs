using Google.Protobuf;
using Google.Protobuf.Reflection;
using LatBench.Contracts.V1;
using LatBench.TestKit;

namespace LatBench.Contracts.Tests.Payloads;

/// <summary>
/// Agents and coordinators a minor version apart understand each other. <c>0.1/*.txt</c> are messages of version 0.1, a line of hexadecimal bytes and one of what
/// they said then: they are never written again, and messages of later versions come beside them. The other direction is a message with fields that today's code does not know.
/// </summary>
public sealed class PayloadTests
{
    /// <summary>Everything that agents and coordinators say to each other.</summary>
    private static readonly MessageDescriptor[] Spoken =
    [
        .. new[] { JobService.Descriptor, ArtifactService.Descriptor }.SelectMany(service => service.Methods).SelectMany(method => new[] { method.InputType, method.OutputType }),
        EnrolDeviceRequest.Descriptor,
        EnrolDeviceResponse.Descriptor,
    ];

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Messages => [.. Spoken.Select(descriptor => descriptor.Name)];

    private static string Folder => RepositoryRoot.PathOf("tests", "Contracts.Tests", "Payloads");

    /// <summary>With <c>LATBENCH_APPROVE=1</c> a message that is new is written down; what is there stays.</summary>
    [Fact]
    public void Every_message_between_them_was_kept()
    {
        var missing = Spoken.Where(descriptor => !File.Exists(PathOf(descriptor))).ToArray();
        if (Approval.IsRequested)
        {
            foreach (var message in missing.Select(SampleMessage.Create))
                File.WriteAllText(PathOf(message.Descriptor), $"{Convert.ToHexString(message.ToByteArray())}\n{JsonFormatter.Default.Format(message)}\n");
        }

        Assert.Empty(missing.Where(descriptor => !File.Exists(PathOf(descriptor))).Select(descriptor => descriptor.Name));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_an_older_version_wrote_is_read_as_it_was_meant(string file)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken);
        var descriptor = Spoken.Single(descriptor => descriptor.Name == Path.GetFileNameWithoutExtension(file));
        var bytes = Convert.FromHexString(lines[0]);

        var message = descriptor.Parser.ParseFrom(bytes);

        Assert.Equal(lines[1], JsonFormatter.Default.Format(message));
        Assert.Equal(lines[0], Convert.ToHexString(message.ToByteArray()));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_a_newer_version_adds_is_passed_over_and_the_rest_read(string name)
    {
        var descriptor = Spoken.Single(descriptor => descriptor.Name == name);
        var today = SampleMessage.Create(descriptor);

        var read = descriptor.Parser.ParseFrom(WithNewFields(today));

        Assert.Equal(JsonFormatter.Default.Format(today), JsonFormatter.Default.Format(read));
    }

    /// <summary>A reason of a newer version is a number that this one has no name for; it is neither lost nor an error.</summary>
    [Fact]
    public void What_a_newer_version_calls_something_is_kept_as_its_number()
    {
        var request = new FailJobRequest { Device = "devices/a", Reason = (FailureReason)99 };

        Assert.Equal((FailureReason)99, FailJobRequest.Parser.ParseFrom(request.ToByteArray()).Reason);
    }

    private static string PathOf(MessageDescriptor descriptor) => Path.Combine(Folder, "0.1", descriptor.Name + ".txt");

    /// <summary>The message with an unknown field of every wire type, in it and in every message inside of it.</summary>
    private static byte[] WithNewFields(IMessage message)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true))
        {
            foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Message && !field.IsMap))
            {
                var nested = field.Accessor.GetValue(message);
                foreach (var item in field.IsRepeated ? ((System.Collections.IEnumerable)nested).Cast<IMessage>() : [(IMessage)nested])
                {
                    if (item is null)
                        continue;
                    output.WriteTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
                    output.WriteBytes(ByteString.CopyFrom(WithNewFields(item)));
                }
            }

            WriteNew(output);
        }

        // Fields of messages come once more than in the original: only they are taken from above.
        var plain = message.Descriptor.Parser.ParseFrom(message.ToByteArray());
        foreach (var field in plain.Descriptor.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message && !field.IsMap))
            field.Accessor.Clear(plain);
        return [.. plain.ToByteArray(), .. buffer.ToArray()];
    }

    private static void WriteNew(CodedOutputStream output)
    {
        output.WriteTag(1001, WireFormat.WireType.Varint);
        output.WriteInt64(-1);
        output.WriteTag(1002, WireFormat.WireType.LengthDelimited);
        output.WriteString("something new");
        output.WriteTag(1003, WireFormat.WireType.Fixed64);
        output.WriteDouble(0.5);
        output.WriteTag(1004, WireFormat.WireType.Fixed32);
        output.WriteFixed32(7);
    }
}
