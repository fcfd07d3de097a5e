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
