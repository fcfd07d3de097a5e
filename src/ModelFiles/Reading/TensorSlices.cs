namespace LatBench.ModelFiles.Reading;

/// <summary>Bytes of a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">The number of bytes.</param>
internal readonly record struct FileSlice(string Path, long Offset, long Length);

/// <summary>The data of a large tensor, left in its file: little-endian elements in row-major order.</summary>
internal sealed class TensorSlices
{
    private readonly List<FileSlice> _slices = [];

    /// <summary>Gets the parts in their order; more than one where the file holds the elements in several lists.</summary>
    public IReadOnlyList<FileSlice> Parts => _slices;

    /// <summary>Gets the number of bytes.</summary>
    public long Length => _slices.Sum(slice => slice.Length);

    public void Add(FileSlice slice) => _slices.Add(slice);
}
