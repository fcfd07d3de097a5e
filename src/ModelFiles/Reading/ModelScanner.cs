namespace LatBench.ModelFiles.Reading;

/// <summary>
/// Walks through the messages of an ONNX file without creating them: counts them, bounds their depth, and copies all but the data of large tensors, so that a file of
/// any size is parsed in little memory.
/// </summary>
internal sealed class ModelScanner : IDisposable
{
    /// <summary>Tensors from so many bytes on are left in the file: those that ONNX's own tools make external.</summary>
    public const int LargeBytes = 1024;

    private const int LengthBytes = 5;

    /// <summary>Names, texts and lists that a message may have on average, each of which takes memory of its own.</summary>
    private const int ContentsOfMessage = 10;

    private readonly string _path;
    private readonly string _name;
    private readonly long _fileBytes;
    private readonly ModelFileLimits _limits;
    private readonly WireSource _source;
    private readonly ByteWriter _graph;
    private readonly Dictionary<int, TensorSlices> _initializers = [];
    private readonly Dictionary<(int Node, int Attribute), TensorSlices> _attributes = [];
    private int _messages;
    private long _contents;
    private int _initializer = -1;
    private int _node = -1;
    private int _attribute = -1;
    private TensorSlices? _slices;
    private bool _isMainGraph;
    private long _irVersion;

    private ModelScanner(string path, string name, FileStream file, ModelFileLimits limits)
    {
        (_path, _name, _fileBytes, _limits) = (path, name, file.Length, limits);
        _source = new WireSource(file);
        _graph = new ByteWriter(limits.MaxGraphBytes);
    }

    /// <summary>Reads a file to its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="file">The open file at its start.</param>
    /// <param name="limits">The limits.</param>
    /// <exception cref="ModelFileException">It is no ONNX model, or exceeds a limit.</exception>
    public static ScannedModel Scan(string path, string name, FileStream file, ModelFileLimits limits)
    {
        using var scanner = new ModelScanner(path, name, file, limits);
        return scanner.Scan();
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private ScannedModel Scan()
    {
        try
        {
            Message(MessageKind.Model, _fileBytes, depth: 0);
        }
        catch (EndOfStreamException)
        {
            throw Damaged(missing: null);
        }
        catch (FormatException)
        {
            throw Refusals.NotOnnx(_name);
        }

        return new ScannedModel(_graph.Written, _initializers, _attributes, _source.Sha256());
    }

    private void Message(MessageKind kind, long end, int depth)
    {
        while (_source.Position < end)
        {
            var tag = _source.ReadVarint();
            if (tag > uint.MaxValue || tag >> 3 == 0)
                throw new FormatException("A field has no valid number.");
            var field = (int)(tag >> 3);
            Field(kind, field, tag, end, depth);
            if (_source.Position > end)
                throw new FormatException("A field exceeds its message.");
        }
    }

    private void Field(MessageKind kind, int field, ulong tag, long end, int depth)
    {
        switch (tag & 7)
        {
            case 0:
                var value = _source.ReadVarint();
                if (kind == MessageKind.Model && field == 1)
                    _irVersion = (long)value;
                Write(tag);
                Write(value);
                break;
            case 1:
                Write(tag);
                Copy(8);
                break;
            case 5:
                Write(tag);
                Copy(4);
                break;
            case 2:
                var length = _source.ReadVarint();
                var left = end - _source.Position;
                if (length > (ulong)Math.Max(left, 0))
                    throw Exceeding(length, left, depth);
                Content(kind, field, tag, (long)length, depth);
                break;
            default:
                throw new FormatException("ONNX has no groups.");
        }
    }

    private void Content(MessageKind kind, int field, ulong tag, long length, int depth)
    {
        var child = MessageFields.KindOf(kind, field);
        if (child != MessageKind.Content)
        {
            Child(kind, child, field, tag, length, depth + 1);
        }
        else if (kind == MessageKind.Tensor && length >= LargeBytes && _slices is not null && field is 9 or 4 or 10)
        {
            // raw_data, float_data and double_data are little-endian elements alike.
            _slices.Add(new FileSlice(_path, _source.Position, length));
            _source.Skip(length);
        }
        else
        {
            if (++_contents > (long)_limits.MaxMessages * ContentsOfMessage)
                throw Refusals.TooManyMessages(_name, _limits.MaxMessages);
            Write(tag);
            Write((ulong)length);
            Copy(length);
        }
    }

    private void Child(MessageKind kind, MessageKind child, int field, ulong tag, long length, int depth)
    {
        if (depth > _limits.MaxDepth)
            throw Refusals.TooDeep(_name, _limits.MaxDepth);
        if (++_messages > _limits.MaxMessages)
            throw Refusals.TooManyMessages(_name, _limits.MaxMessages);
        Write(tag);
        var at = _graph.Reserve(LengthBytes) ?? throw Refusals.GraphTooLarge(_name, _limits.MaxGraphBytes);
        var outer = _slices;
        Count(child, depth);
        _slices = child == MessageKind.Tensor ? Place(kind, field, depth) : null;
        if (child == MessageKind.Small)
            Copy(length);
        else
            Message(child, _source.Position + length, depth);
        if (_slices is { Parts.Count: > 0 } slices)
            Keep(kind, slices);
        _slices = outer;
        _graph.SetLength(at, LengthBytes);
    }

    /// <summary>Keeps the numbers of what is read of the main graph.</summary>
    private void Count(MessageKind child, int depth)
    {
        if (depth == 1)
            _isMainGraph = child == MessageKind.Graph;
        if (!_isMainGraph)
            return;
        if (child == MessageKind.Node && depth == 2)
            (_node, _attribute) = (_node + 1, -1);
        if (child == MessageKind.Attribute && depth == 3)
            _attribute++;
        if (child == MessageKind.Tensor && depth == 2)
            _initializer++;
    }

    /// <summary>Only initialisers of the main graph, and single tensors in attributes of its nodes, may stay in the file: the standard has external data for them alone.</summary>
    private TensorSlices? Place(MessageKind holder, int field, int depth) =>
        _isMainGraph && ((holder, field, depth) is (MessageKind.Graph, 5, 2) or (MessageKind.Attribute, 5, 4)) ? new TensorSlices() : null;

    private void Keep(MessageKind holder, TensorSlices slices)
    {
        if (holder == MessageKind.Graph)
            _initializers[_initializer] = slices;
        else
            _attributes[(_node, _attribute)] = slices;
    }

    private void Write(ulong value)
    {
        if (!_graph.WriteVarint(value))
            throw Refusals.GraphTooLarge(_name, _limits.MaxGraphBytes);
    }

    private void Copy(long length)
    {
        if (_graph.Allocate(length) is not { } target)
            throw Refusals.GraphTooLarge(_name, _limits.MaxGraphBytes);
        _source.Read(target.Span);
    }

    private Exception Exceeding(ulong length, long left, int depth) => depth == 0
        ? Damaged(length <= long.MaxValue ? (long)length - left : null)
        : new FormatException("A field exceeds its message.");

    /// <summary>A file that begins as a model and ends within it is one that was cut off.</summary>
    private ModelFileException Damaged(long? missing) => _irVersion is >= 1 and <= 1000 ? Refusals.Truncated(_name, missing) : Refusals.NotOnnx(_name);
}

/// <summary>A model as it was read.</summary>
/// <param name="Graph">Its messages without the data of large tensors.</param>
/// <param name="Initializers">The data of large initialisers of the main graph, by their number.</param>
/// <param name="Attributes">The data of large tensors in attributes of nodes of the main graph, by the numbers of node and attribute.</param>
/// <param name="Sha256">The SHA-256 of the file.</param>
internal sealed record ScannedModel(
    ReadOnlyMemory<byte> Graph,
    IReadOnlyDictionary<int, TensorSlices> Initializers,
    IReadOnlyDictionary<(int Node, int Attribute), TensorSlices> Attributes,
    string Sha256);
