namespace LatBench.ModelFiles.Reading;

/// <summary>Reads what was left in files.</summary>
internal static class SliceReader
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Reads all of a tensor into memory.</summary>
    /// <exception cref="ModelFileException">The file became shorter.</exception>
    public static byte[] Read(string name, TensorSlices slices)
    {
        var bytes = new byte[slices.Length];
        var at = 0;
        Copy(name, slices, part =>
        {
            part.CopyTo(bytes.AsSpan(at));
            at += part.Length;
        });
        return bytes;
    }

    /// <summary>Hands on the bytes in parts.</summary>
    /// <exception cref="ModelFileException">The file became shorter.</exception>
    public static void Copy(string name, TensorSlices slices, ReadOnlySpanAction write)
    {
        var buffer = new byte[(int)Math.Min(Math.Max(slices.Length, 1), BufferBytes)];
        foreach (var slice in slices.Parts)
        {
            using var file = new FileStream(slice.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            file.Position = slice.Offset;
            for (var left = slice.Length; left > 0;)
            {
                var count = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                if (count == 0)
                    throw Refusals.Changed(name);
                write(buffer.AsSpan(0, count));
                left -= count;
            }
        }
    }

    /// <summary>Takes a part of the bytes.</summary>
    /// <param name="part">The part, valid during the call.</param>
    public delegate void ReadOnlySpanAction(ReadOnlySpan<byte> part);
}
