using System.IO.Compression;
using LatBench.Hosting.Files;

namespace LatBench.ModelFiles.InputFiles;

/// <summary>Reads the files of NumPy: <c>.npy</c> with one array, <c>.npz</c> with several.</summary>
public static class NumpyFiles
{
    private const string Ending = ".npy";

    private const int MaxArrays = 1024;

    /// <summary>Reads a file of one array; its name is that of the file without the ending.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The limits; <see cref="ModelFileLimits.Default"/> where it is null.</param>
    /// <exception cref="ModelFileException">It cannot be used; the message is one sentence for the user.</exception>
    public static InputData ReadArray(string path, ModelFileLimits? limits = null)
    {
        var name = PrintableText.Of(Path.GetFileName(path));
        using var file = FileReading.Open(path, name);
        return Guard(name, () => NpyReader.Read(name, Path.GetFileNameWithoutExtension(path), file, (limits ?? ModelFileLimits.Default).MaxInputBytes));
    }

    /// <summary>Reads a file of several arrays under their names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The limits; <see cref="ModelFileLimits.Default"/> where it is null. All arrays together may have the size of one input.</param>
    /// <exception cref="ModelFileException">It cannot be used; the message is one sentence for the user.</exception>
    public static IReadOnlyList<InputData> ReadArrays(string path, ModelFileLimits? limits = null)
    {
        var name = PrintableText.Of(Path.GetFileName(path));
        using var file = FileReading.Open(path, name);
        return Guard(name, () => ReadEntries(name, file, (limits ?? ModelFileLimits.Default).MaxInputBytes));
    }

    private static List<InputData> ReadEntries(string name, FileStream file, long maxBytes)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read);
        var entries = archive.Entries.Where(entry => entry.FullName.EndsWith(Ending, StringComparison.Ordinal)).Take(MaxArrays + 1).ToArray();
        if (entries.Length == 0)
            throw new ModelFileException($"{name} holds no array: write it with numpy.savez.");
        if (entries.Length > MaxArrays)
            throw new ModelFileException($"{name} holds more than {MaxArrays} arrays, the most that are read: save the inputs of one model alone.");
        var arrays = new List<InputData>();
        foreach (var entry in entries)
        {
            using var content = entry.Open();
            var array = NpyReader.Read($"{name}/{PrintableText.Of(entry.FullName)}", entry.FullName[..^Ending.Length], content, maxBytes);
            maxBytes -= array.Bytes.Length;
            arrays.Add(array);
        }

        return arrays;
    }

    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EndOfStreamException)
        {
            throw new ModelFileException($"{name} is truncated: write it again.");
        }
        catch (InvalidDataException)
        {
            throw new ModelFileException($"{name} is no archive that numpy.savez wrote, or a damaged one: write it again.");
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new ModelFileException(FileError.Of(exception).Describe($"{name} cannot be read"));
        }
    }
}

/// <summary>Opens files of inputs.</summary>
internal static class FileReading
{
    public static FileStream Open(string path, string name)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw new ModelFileException(FileError.Of(exception, path).Describe($"{name} cannot be read"));
        }
    }
}
