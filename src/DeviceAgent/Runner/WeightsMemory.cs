using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// The weights file of the latest job, kept in memory for the next one: from files, ONNX Runtime opens and maps it anew for
/// every initialiser, which doubles the time to create a session. Owns the memory.
/// </summary>
/// <remarks>The path of an artefact holds its hash, so the same path means the same bytes.</remarks>
/// <param name="inMemory">True where the runtime can take weights from memory; where it cannot, it reads them from their folder.</param>
internal sealed unsafe class WeightsMemory(bool inMemory) : IDisposable
{
    private const int Alignment = 64;

    private string? _path;
    private void* _bytes;
    private nuint _length;

    /// <summary>Tells options where the weights are; they stay there until the next call.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void AddTo(SessionOptions options, string path)
    {
        // Also beside weights in memory: a reference to any other file must not lead out of this folder.
        options.AddSessionConfigEntry(SessionKeys.WeightsFolder, Path.GetDirectoryName(path)!);
        if (!inMemory) return;
        if (path != _path) Load(path);
        OrtNative.AddWeights(options, Path.GetFileName(path), _bytes, _length);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_bytes);
        _bytes = null;
        (_path, _length) = (null, 0);
    }

    private void Load(string path)
    {
        Dispose();
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var length = checked((int)RandomAccess.GetLength(file));
        _bytes = NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1), Alignment);
        for (var read = 0; read < length;)
        {
            var count = RandomAccess.Read(file, new Span<byte>((byte*)_bytes + read, length - read), read);
            if (count == 0) throw new EndOfStreamException($"{Path.GetFileName(path)} became shorter while it was read.");
            read += count;
        }

        (_path, _length) = (path, (nuint)length);
    }
}
