using Google.Protobuf;
using LatBench.Hosting.Files;
using LatBench.ModelFiles.Reading;
using LatBench.Onnx;
using LatBench.Onnx.Conversion;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.InputFiles;

/// <summary>Reads files with one tensor as an ONNX message (<c>.pb</c>).</summary>
public static class TensorFile
{
    /// <summary>Reads a tensor.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The limits; <see cref="ModelFileLimits.Default"/> where it is null.</param>
    /// <exception cref="ModelFileException">It cannot be used; the message is one sentence for the user.</exception>
    public static InputData Read(string path, ModelFileLimits? limits = null)
    {
        var name = PrintableText.Of(Path.GetFileName(path));
        var max = (limits ?? ModelFileLimits.Default).MaxInputBytes;
        using var file = FileReading.Open(path, name);
        if (file.Length > max)
            throw new ModelFileException($"{name} has {Refusals.Size(file.Length)}, and {Refusals.Size(max)} are the most that is read: save a smaller tensor.");
        try
        {
            return Of(name, TensorProto.Parser.ParseFrom(file));
        }
        catch (InvalidProtocolBufferException)
        {
            throw new ModelFileException($"{name} is no tensor in ONNX's format, or a damaged one: write it again.");
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new ModelFileException(FileError.Of(exception, path).Describe($"{name} cannot be read"));
        }
    }

    private static InputData Of(string file, TensorProto tensor)
    {
        var type = (ElementType)tensor.DataType;
        if (!type.IsKnown() || ElementTypes.Elements(tensor.Dims) is not { } elements)
            throw new ModelFileException($"{file} is no tensor in ONNX's format, or a damaged one: write it again.");
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
            throw new ModelFileException($"{file} has its data in another file, which is not read: save the tensor with its data.");
        var needed = type == ElementType.String ? elements : type.Bytes(elements);
        if (TensorBytes.CountHeld(tensor) != needed)
            throw new ModelFileException($"{file} has data that does not fit its shape {Inputs.Names.Shape(tensor.Dims)} of {type.Name()}: it is damaged, or no tensor (sequences and maps are not read).");
        return new InputData(tensor.Name, type, [.. tensor.Dims], type == ElementType.String ? TextBytes.Write(file, tensor.StringData.Select(text => text.ToStringUtf8())) : TensorBytes.Held(tensor));
    }
}
