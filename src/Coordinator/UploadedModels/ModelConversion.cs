using Google.Protobuf;
using LatBench.Coordinator.Hosting;
using LatBench.Hosting.Files;
using LatBench.ModelFiles;
using LatBench.Onnx.Conversion;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Models;

namespace LatBench.Coordinator.UploadedModels;

/// <summary>Uploaded models in the precision that a campaign asks for: as they are, or converted, with their large constants stored.</summary>
internal sealed class ModelConversion(CoordinatorOptions options, IArtifactStore artifacts)
{
    /// <summary>The graph of a model in a precision, and its large constants.</summary>
    /// <param name="model">The model.</param>
    /// <param name="precision">The precision; null for the one that it has.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <exception cref="ModelFileException">The model cannot be converted; the message is the reason.</exception>
    /// <exception cref="StorageException">It is not stored any more, or the artefacts cannot be reached.</exception>
    public async Task<ModelGraph> GetAsync(UploadedModel model, Precision? precision, CancellationToken cancellationToken)
    {
        var own = model.Precision();
        var graph = await ReadAsync(model, cancellationToken);
        if (precision is null || precision == own)
            return new ModelGraph(graph, model.WeightsSha256, model.WeightsFileName, own);
        if (model.CustomOperators() is [var custom, ..])
            throw new ModelFileException($"The model has the custom operator '{custom}', whose library takes the types that it was written for, so it is not converted to {Models.ModelNames.Name(precision.Value)}: measure it as it is.");
        if (precision == Precision.Fp32)
            throw new ModelFileException($"The model is in {Models.ModelNames.Name(own)} and is not converted to fp32: upload the model that it was made from.");
        var directory = Path.Combine(options.Files.Uploads, $"convert-{Guid.NewGuid():n}");
        try
        {
            Directory.CreateDirectory(directory);
            return await ConvertAsync(model, graph, precision.Value, directory, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new ModelFileException($"The model cannot be converted to {Models.ModelNames.Name(precision.Value)}: {exception.Message.TrimEnd('.')}.");
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            var error = FileError.Of(exception, directory);
            throw new StorageException(error.Describe("The coordinator cannot convert a model"), isTransient: error.IsFull, exception) { IsFull = error.IsFull };
        }
        finally
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
    }

    private async Task<ModelGraph> ConvertAsync(UploadedModel model, byte[] graph, Precision precision, string directory, CancellationToken cancellationToken)
    {
        var weights = model.WeightsSha256.Length == 0 ? null : await CopyAsync(model, Path.Combine(directory, "weights"), cancellationToken);
        using var data = new WeightsFileData(weights);
        var newWeights = Path.Combine(directory, "converted");
        ConvertedModel converted;
        (string FileName, string Sha256)? written;
        await using (var file = File.Create(newWeights))
        {
            using var writer = new WeightsFileWriter(file);
            var source = ModelProto.Parser.ParseFrom(graph);
            converted = precision == Precision.Fp16 ? HalfPrecision.Convert(source, data, writer) : Int8.Convert(source, data, writer);
            written = writer.Complete();
        }

        if (converted.Model is null)
            throw new ModelFileException(converted.WhyNot!);
        var sha256 = written is null ? "" : await artifacts.PutFileAsync(newWeights, cancellationToken);
        return new ModelGraph(converted.Model.ToByteArray(), sha256, written?.FileName ?? "", precision);
    }

    private async Task<string> CopyAsync(UploadedModel model, string path, CancellationToken cancellationToken)
    {
        await using var from = await artifacts.OpenAsync(model.WeightsSha256, cancellationToken) ?? throw Gone(model);
        await using var to = File.Create(path);
        await from.CopyToAsync(to, cancellationToken);
        return path;
    }

    private async Task<byte[]> ReadAsync(UploadedModel model, CancellationToken cancellationToken)
    {
        await using var stream = await artifacts.OpenAsync(model.GraphSha256, cancellationToken) ?? throw Gone(model);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    private static StorageException Gone(UploadedModel model) =>
        new($"The files of the model {model.DisplayName} are not stored any more: delete the model and upload it again.", isTransient: false);
}

/// <summary>The graph of an uploaded model in a precision.</summary>
/// <param name="Bytes">The ONNX graph; free dimensions are free.</param>
/// <param name="WeightsSha256">SHA-256 of its large constants; empty where it has none.</param>
/// <param name="WeightsFileName">The name under which it refers to them; empty where it has none.</param>
/// <param name="Precision">The precision.</param>
internal sealed record ModelGraph(byte[] Bytes, string WeightsSha256, string WeightsFileName, Precision Precision);
