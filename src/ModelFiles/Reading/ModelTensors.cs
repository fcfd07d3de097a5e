using System.Globalization;
using LatBench.Onnx;
using LatBench.Onnx.Conversion;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Reading;

/// <summary>Finds the data of every constant tensor of a model, and holds it against its shape.</summary>
/// <param name="name">The model's name in messages.</param>
/// <param name="model">Its messages.</param>
/// <param name="scanned">The data that was left in the file.</param>
/// <param name="files">The external files.</param>
/// <param name="limits">The limits.</param>
internal sealed class ModelTensors(string name, ModelProto model, ScannedModel scanned, ExternalFiles files, ModelFileLimits limits)
{
    private readonly Dictionary<int, TensorSlices> _initializers = [];
    private readonly Dictionary<(int Node, int Attribute), TensorSlices> _attributes = [];
    private long _loaded;

    /// <summary>Checks all tensors; external data that may not stay external is loaded into its message.</summary>
    /// <exception cref="ModelFileException">Data is missing, outside of the folder, or does not fit its shape.</exception>
    public LargeTensors Resolve()
    {
        var graph = model.Graph;
        for (var i = 0; i < graph.Initializer.Count; i++)
        {
            if (SlicesOf(graph.Initializer[i], scanned.Initializers.GetValueOrDefault(i)) is { } slices)
                _initializers[i] = slices;
        }

        for (var i = 0; i < graph.Node.Count; i++)
            Resolve(graph.Node[i], i);
        foreach (var function in model.Functions)
        {
            foreach (var node in function.Node)
                Load(node);
        }

        return new(_initializers, _attributes);
    }

    private void Resolve(NodeProto node, int number)
    {
        for (var i = 0; i < node.Attribute.Count; i++)
        {
            var attribute = node.Attribute[i];
            if (attribute.T is { } tensor && SlicesOf(tensor, scanned.Attributes.GetValueOrDefault((number, i))) is { } slices)
                _attributes[(number, i)] = slices;
            LoadNested(attribute);
        }
    }

    private void Load(NodeProto node)
    {
        foreach (var attribute in node.Attribute)
        {
            if (attribute.T is { } tensor)
                Load(tensor);
            LoadNested(attribute);
        }
    }

    private void LoadNested(AttributeProto attribute)
    {
        foreach (var tensor in attribute.Tensors)
            Load(tensor);
        foreach (var graph in attribute.Subgraphs())
        {
            foreach (var tensor in graph.Initializer)
                Load(tensor);
            foreach (var node in graph.Node)
                Load(node);
        }
    }

    private void Load(TensorProto tensor)
    {
        if (SlicesOf(tensor, inFile: null) is not { } slices)
            return;
        _loaded += slices.Length;
        if (_loaded > limits.MaxGraphBytes)
            throw Refusals.GraphTooLarge(name, limits.MaxGraphBytes);
        TensorBytes.MoveToRaw(tensor, SliceReader.Read(name, slices));
        tensor.ExternalData.Clear();
        tensor.DataLocation = TensorProto.Types.DataLocation.Default;
    }

    /// <summary>The place of the data where it is not in the message.</summary>
    private TensorSlices? SlicesOf(TensorProto tensor, TensorSlices? inFile)
    {
        var type = (ElementType)tensor.DataType;
        var elements = ElementTypes.Elements(tensor.Dims)
            ?? throw new ModelFileException($"{name} gives the tensor '{PrintableText.Of(tensor.Name)}' the shape [{Shape(tensor)}], which no tensor can have: export the model again.");
        var needed = type == ElementType.String ? elements : type.Bytes(elements);
        if (type.IsKnown() && needed is null)
            throw new ModelFileException($"{name} gives the tensor '{PrintableText.Of(tensor.Name)}' the shape [{Shape(tensor)}], which no tensor can have: export the model again.");
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
            return External(tensor, needed);
        var held = (inFile?.Length ?? 0) + TensorBytes.CountHeld(tensor);
        if (needed is { } bytes && held != bytes)
            throw Mismatch(tensor, type, held, bytes);
        return inFile;
    }

    private TensorSlices External(TensorProto tensor, long? needed)
    {
        var place = ExternalPlace.Of(name, tensor);
        var (path, length) = files.Find(place.Location);
        var bytes = place.Length ?? needed ?? length - place.Offset;
        if (needed is not null && bytes != needed)
            throw Mismatch(tensor, (ElementType)tensor.DataType, bytes, needed.Value);
        if (place.Offset > length || bytes > length - place.Offset)
        {
            throw new ModelFileException(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} has the tensor '{PrintableText.Of(tensor.Name)}' in bytes {place.Offset} to {(Int128)place.Offset + bytes} of '{PrintableText.Of(place.Location)}', which has {length} bytes: it is truncated or of another model; copy both files again."));
        }

        var slices = new TensorSlices();
        slices.Add(new FileSlice(path, place.Offset, bytes));
        return slices;
    }

    private ModelFileException Mismatch(TensorProto tensor, ElementType type, long held, long needed)
    {
        var unit = type == ElementType.String ? "texts" : "bytes";
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"{name} has {held} {unit} of data for the tensor '{PrintableText.Of(tensor.Name)}', and {needed} are needed for its shape [{Shape(tensor)}] of {type.Name()}: the file is damaged; export the model again."));
    }

    private static string Shape(TensorProto tensor) => string.Join(", ", tensor.Dims.Take(16)) + (tensor.Dims.Count > 16 ? ", …" : "");
}
