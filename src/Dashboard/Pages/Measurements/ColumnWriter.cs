using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>Writes the data of a chart as columns of JSON. Numbers have five significant digits: no screen shows more.</summary>
internal sealed class ColumnWriter : IDisposable
{
    private const string Digits = "G5";

    private readonly MemoryStream _content = new();
    private readonly Utf8JsonWriter _json;

    /// <summary>Begins the object.</summary>
    public ColumnWriter()
    {
        _json = new Utf8JsonWriter(_content);
        _json.WriteStartObject();
    }

    /// <summary>Adds a text.</summary>
    public ColumnWriter Add(string name, string value)
    {
        _json.WriteString(name, value);
        return this;
    }

    /// <summary>Adds a number.</summary>
    public ColumnWriter Add(string name, double? value)
    {
        _json.WritePropertyName(name);
        if (value is { } known)
            WriteNumber(known);
        else
            _json.WriteNullValue();
        return this;
    }

    /// <summary>Adds a column of texts.</summary>
    public ColumnWriter Add(string name, IEnumerable<string> values)
    {
        _json.WriteStartArray(name);
        foreach (var value in values)
            _json.WriteStringValue(value);
        _json.WriteEndArray();
        return this;
    }

    /// <summary>Adds a column of whole numbers.</summary>
    public ColumnWriter Add(string name, IEnumerable<long> values)
    {
        _json.WriteStartArray(name);
        foreach (var value in values)
            _json.WriteNumberValue(value);
        _json.WriteEndArray();
        return this;
    }

    /// <summary>Adds a column of numbers.</summary>
    public ColumnWriter Add(string name, IEnumerable<double> values)
    {
        _json.WriteStartArray(name);
        foreach (var value in values)
            WriteNumber(value);
        _json.WriteEndArray();
        return this;
    }

    /// <summary>Ends the object.</summary>
    public byte[] ToArray()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _content.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteNumber(double value) => _json.WriteRawValue(Encoding.ASCII.GetBytes(value.ToString(Digits, CultureInfo.InvariantCulture)), skipInputValidation: true);
}
