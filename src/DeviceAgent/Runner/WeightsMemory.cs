using System.IO.MemoryMappedFiles;
using LatBench.DeviceAgent.Hardware;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Runner;

/// <summary>
/// The weights files of the latest jobs, mapped into memory once: from files, ONNX Runtime opens and maps one anew for every initialiser, which doubles the
/// time to create a session. Only what a model names becomes resident, and runners share it. Owns the mappings.
/// </summary>
/// <remarks>The path of an artefact holds its hash, so the same path means the same bytes.</remarks>
/// <param name="inMemory">True where the runtime can take weights from memory; where it cannot, it reads them from their folder.</param>
internal sealed unsafe class WeightsMemory(bool inMemory) : IDisposable
{
    /// <summary>The files that stay mapped: those of the models and of the canary, and of another campaign's models.</summary>
    private const int MaxFiles = 4;

    private readonly List<Mapping> _mappings = []; // the latest last

    /// <summary>Tells options where the weights are; they stay there for the next three files at least.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void AddTo(SessionOptions options, string path)
    {
        // Also beside weights in memory: a reference to any other file must not lead out of this folder.
        options.AddSessionConfigEntry(SessionKeys.WeightsFolder, Path.GetDirectoryName(path)!);
        if (!inMemory) return;
        var mapping = Find(path);
        OrtNative.AddWeights(options, Path.GetFileName(path), mapping.Bytes, mapping.Length);
    }

    /// <summary>Makes nothing resident of what was read, so that the memory of the next model is its own. What is read again comes from the cache of the operating system.</summary>
    public void Release()
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var mapping in _mappings)
            _ = Libc.Advise((nint)mapping.Bytes, mapping.Length, Libc.AdviceDontNeed);
    }

    public void Dispose()
    {
        foreach (var mapping in _mappings) mapping.Dispose();
        _mappings.Clear();
    }

    private Mapping Find(string path)
    {
        var mapping = _mappings.Find(one => one.Path == path) ?? new Mapping(path);
        _mappings.Remove(mapping);
        _mappings.Add(mapping);
        if (_mappings.Count > MaxFiles)
        {
            _mappings[0].Dispose();
            _mappings.RemoveAt(0);
        }

        return mapping;
    }

    /// <summary>One file in memory, read-only.</summary>
    private sealed class Mapping : IDisposable
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;

        public Mapping(string path)
        {
            Path = path;
            Length = (nuint)new FileInfo(path).Length;
            if (Length == 0) throw new EndOfStreamException($"The weights file {System.IO.Path.GetFileName(path)} is empty.");
            _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            byte* bytes = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref bytes);
            Bytes = bytes;
        }

        public string Path { get; }

        /// <summary>The first byte of the file, at the beginning of a page.</summary>
        public void* Bytes { get; }

        public nuint Length { get; }

        public void Dispose()
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
