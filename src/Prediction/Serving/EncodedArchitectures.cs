using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.Prediction.Encoding;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Serving;

/// <summary>Features of architectures as constants of an exported predictor: bytes where the encoder's features are bytes, else float32.</summary>
internal static class EncodedArchitectures
{
    public static TensorProto Of(string name, IArchitectureEncoder encoder, IReadOnlyList<Architecture> architectures)
    {
        var rows = encoder.Rows(architectures);
        long[] shape = [architectures.Count, encoder.Width];
        return encoder.IsByte
            ? Tensors.Embedded(name, ElementType.UInt8, shape, Array.ConvertAll(rows, feature => checked((byte)feature)))
            : Tensors.Embedded(name, ElementType.Float32, shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(rows).ToArray());
    }
}
