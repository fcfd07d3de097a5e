using Grpc.Core;

namespace LatBench.Dashboard.Pages.Models;

/// <summary>A file that a browser has sent, on its way to the API.</summary>
/// <param name="Name">Its path as the browser names it.</param>
/// <param name="Location">The place where its bytes are.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes.</param>
internal sealed record SpooledFile(string Name, string Location, long Size, string Sha256)
{
    private const string Extension = ".onnx";

    /// <summary>Groups files to models: the ONNX file first, then its external data.</summary>
    /// <param name="files">The files of one upload.</param>
    /// <exception cref="RpcException">They are no models.</exception>
    public static IReadOnlyList<IReadOnlyList<SpooledFile>> GroupToModels(IReadOnlyList<SpooledFile> files)
    {
        if (files is [] or [_])
            return files.Count == 1 ? [files] : throw Refused("Choose an ONNX file to upload.");
        var models = files.Where(file => file.Name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)).ToArray();
        return models switch
        {
            [] => throw Refused($"None of the files is an ONNX file: the name of one ends with {Extension}."),
            [var model] => [[model, .. files.Where(file => file != model)]],
            _ when models.Length == files.Count => [.. models.Select(model => new[] { model })],
            _ => throw Refused("With external data only one model can be uploaded at a time: choose one ONNX file and the files that belong to it."),
        };
    }

    /// <summary>The paths of the files of a model below the folder of its ONNX file.</summary>
    /// <param name="model">The files, the ONNX file first.</param>
    public static IReadOnlyList<string> PathsOf(IReadOnlyList<SpooledFile> model)
    {
        var folder = model[0].Name[..(model[0].Name.LastIndexOf('/') + 1)];
        return [.. model.Select(file => file.Name.StartsWith(folder, StringComparison.Ordinal) ? file.Name[folder.Length..] : file.Name)];
    }

    /// <summary>The refusal of an upload.</summary>
    public static RpcException Refused(string message) => new(new Status(StatusCode.InvalidArgument, message));
}
