using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using LatBench.Contracts.V1;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.Coordinator.Tests.UploadedModels;

/// <summary>Small ONNX files, and their upload.</summary>
internal static class OnnxFiles
{
    /// <summary>A product of an input <c>x</c> of shape [n, size] and a constant, with the result <c>y</c>.</summary>
    public static ModelProto Linear(int size = 32, float weight = 0.5f)
    {
        var graph = new GraphBuilder("linear");
        var x = graph.Input("x", ElementType.Float32, GraphBuilder.Batch, size);
        var data = new byte[4 * size * size];
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(data.AsSpan()).Fill(weight);
        var w = graph.Initializer(Tensors.Embedded("w", ElementType.Float32, [size, size], data));
        graph.Output(graph.Node("MatMul", "y", [x, w]), ElementType.Float32, GraphBuilder.Batch, size);
        return graph.Build();
    }

    /// <summary>A file of a few hundred bytes with a constant of one value that is not zero, which the runtime writes out in full when it loads the model.</summary>
    /// <param name="elements">The elements of the constant, 4 bytes each.</param>
    public static byte[] Sparse(long elements)
    {
        var graph = new GraphBuilder("sparse");
        var x = graph.Input("x", ElementType.Float32, 1);
        graph.Output(graph.Node("Mul", "y", [x, graph.Initializer(Tensors.Embedded("w", ElementType.Float32, [1], new byte[4]))]), ElementType.Float32, elements);
        var model = graph.Build();
        model.Graph.Initializer.Clear();
        var sparse = Message(
            (1, Tensors.Embedded("w", ElementType.Float32, [1], BitConverter.GetBytes(1f)).ToByteArray()),
            (2, Tensors.Embedded("", ElementType.Int64, [1], new byte[8]).ToByteArray()));
        // The field `dims` of SparseTensorProto, packed.
        sparse = [.. sparse, .. Message((3, Varint(elements)))];
        var written = new byte[][] { model.Graph.ToByteArray(), Message((15, sparse)) };
        model.Graph = null;
        return [.. model.ToByteArray(), .. Message((7, [.. written[0], .. written[1]]))];
    }

    /// <summary>Fields of a protobuf message that are bytes.</summary>
    private static byte[] Message(params (int Field, byte[] Value)[] fields)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            foreach (var (field, value) in fields)
            {
                output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(ByteString.CopyFrom(value));
            }
        }

        return stream.ToArray();
    }

    private static byte[] Varint(long value)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
            output.WriteInt64(value);
        return stream.ToArray();
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Sends the bytes of a file from a position on.</summary>
    public static async Task<long> SendAsync(this ModelService.ModelServiceClient models, byte[] bytes, int from = 0, int? to = null, string? sha256 = null, long? size = null, int chunk = 1000)
    {
        using var call = models.UploadFile(cancellationToken: TestContext.Current.CancellationToken);
        try
        {
            await call.RequestStream.WriteAsync(new UploadFileRequest { Header = new UploadFileHeader { Sha256 = sha256 ?? Sha256(bytes), SizeBytes = size ?? bytes.Length, Offset = from } });
            for (var at = from; at < (to ?? bytes.Length); at += chunk)
                await call.RequestStream.WriteAsync(new UploadFileRequest { Data = ByteString.CopyFrom(bytes, at, Math.Min(chunk, (to ?? bytes.Length) - at)) });
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            // The answer says why.
        }

        return (await call.ResponseAsync).ReceivedBytes;
    }

    /// <summary>Uploads a model and creates it.</summary>
    public static async Task<UploadedModel> UploadAsync(this ModelService.ModelServiceClient models, ModelProto model, string path = "net.onnx")
    {
        var bytes = model.ToByteArray();
        await models.SendAsync(bytes);
        var request = new CreateModelRequest { Files = { new UploadedFile { Path = path, Sha256 = Sha256(bytes) } } };
        return (await models.CreateModelAsync(request, cancellationToken: TestContext.Current.CancellationToken)).Model;
    }
}
