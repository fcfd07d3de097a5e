using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using LatBench.Hosting;

namespace LatBench.Settings;

/// <summary>Reads a configuration file token by token, so that every error has its line. All errors are found, but for those after one that makes the file no JSON.</summary>
internal sealed class ConfigurationFileParser(string path, byte[] bytes)
{
    private const string SchemaKey = "$schema";

    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };

    private readonly List<string> _errors = [];
    private readonly Dictionary<Setting, WrittenValue> _values = [];
    private readonly HashSet<string> _sections = [];

    public ConfigurationFile Parse()
    {
        if (EncodingError() is { } clause)
            throw new SettingsException($"{path}: {clause}.");
        var reader = new Utf8JsonReader(Content(), Options);
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                ReadRoot(ref reader);
            else
                Refuse(ref reader, $"the file is to be a JSON object with the sections {Sections()}.");
            // What follows the object is no JSON either.
            while (reader.Read())
            {
            }
        }
        catch (JsonException exception)
        {
            var reason = exception.Message.Split(" LineNumber:")[0].TrimEnd('.');
            _errors.Add(FormattableString.Invariant($"{path}, line {(exception.LineNumber ?? 0) + 1}: this is no JSON ({reason}): correct it there."));
        }

        catch (InvalidOperationException)
        {
            // An escape such as \ud800 alone.
            Refuse(ref reader, "this text has an escape that stands for no character: correct it there.");
        }

        return _errors.Count == 0 ? new(path, _values) : throw new SettingsException(_errors);
    }

    private void ReadRoot(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var section = SettingSections.All.FirstOrDefault(section => section.Name == name);
            if (section is null && name != SchemaKey)
                Refuse(ref reader, $"'{name}' is no section: {Nearest(name, SettingSections.All.Select(known => known.Name), Sections())}");
            if (!_sections.Add(name))
                Refuse(ref reader, $"'{name}' is given twice: put its settings together.");
            reader.Read();
            if (section is not null && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadSection(ref reader, section);
                continue;
            }

            if (section is not null)
                Refuse(ref reader, $"'{name}' takes a JSON object with the settings of the {name}, not {Kind(reader.TokenType)}.");
            reader.Skip();
        }
    }

    private void ReadSection(ref Utf8JsonReader reader, SettingSection section)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            var line = Line(ref reader);
            var setting = section.Settings.FirstOrDefault(setting => setting.Key == key);
            if (setting is null)
                Refuse(ref reader, $"'{section.Name}.{key}' is no setting: {Nearest(key, section.Settings.Select(known => known.Key), string.Join(", ", section.Settings.Select(known => known.Key)), section.Name + ".")}");
            reader.Read();
            if (setting is null)
                reader.Skip();
            else if (ReadValue(ref reader, setting) is { } texts && !_values.TryAdd(setting, new(texts, line)))
                Refuse(ref reader, $"{setting.FullKey} is given twice: give it once.");
        }
    }

    /// <summary>Reads a value, which leaves the reader at its last token; null where it is wrong.</summary>
    private List<string>? ReadValue(ref Utf8JsonReader reader, Setting setting)
    {
        if (setting.Type.Kind == SettingKind.Texts)
            return ReadTexts(ref reader, setting);
        if (!IsOf(reader.TokenType, setting.Type.Kind))
        {
            Refuse(ref reader, $"{setting.FullKey} takes {setting.Type.Expected}, as {Kind(setting.Type.Kind)}, not {Kind(reader.TokenType)}.");
            reader.Skip();
            return null;
        }

        return ReadText(ref reader, setting) is { } text ? [text] : null;
    }

    private List<string>? ReadTexts(ref Utf8JsonReader reader, Setting setting)
    {
        var isWrong = reader.TokenType != JsonTokenType.StartArray;
        if (isWrong)
        {
            Refuse(ref reader, $"{setting.FullKey} takes {Kind(SettingKind.Texts)}, each {setting.Type.Expected}, not {Kind(reader.TokenType)}.");
            reader.Skip();
            return null;
        }

        List<string> texts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                Refuse(ref reader, $"{setting.FullKey}[{texts.Count}] takes {setting.Type.Expected}, as {Kind(SettingKind.Text)}, not {Kind(reader.TokenType)}.");
                reader.Skip();
                isWrong = true;
            }
            else if (ReadText(ref reader, setting) is { } text)
            {
                texts.Add(text);
            }
            else
            {
                isWrong = true;
            }
        }

        return isWrong ? null : texts;
    }

    private string? ReadText(ref Utf8JsonReader reader, Setting setting)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
        if (ValueError(setting, text) is { } clause)
        {
            Refuse(ref reader, $"{setting.FullKey} {clause}.");
            return null;
        }

        return setting.Type.IsPath(text) ? Path.GetFullPath(text, Path.GetDirectoryName(path)!) : text;
    }

    private static string? ValueError(Setting setting, string text)
    {
        if (text.Any(char.IsControl))
            return "has a control character: leave it out";
        if (setting.Type.IsPath(text) && (text == "~" || text.StartsWith("~/", StringComparison.Ordinal)))
            return $"is '{text}', and '~' is taken as it is: write the whole path";
        return setting.Type.Check(text);
    }

    /// <summary>Returns the error of a file that is empty or in another encoding; null where there is none. A JSON reader has no clear message for these.</summary>
    private string? EncodingError()
    {
        if (bytes.AsSpan().StartsWith(Encoding.Unicode.Preamble) || bytes.AsSpan().StartsWith(Encoding.BigEndianUnicode.Preamble))
            return "the file is UTF-16: save it as UTF-8";
        if (!Utf8.IsValid(bytes))
            return "the file is not UTF-8: save it as UTF-8";
        return Content().IndexOfAnyExcept(" \t\r\n"u8) < 0 ? "the file is empty: write {} into it, or remove it" : null;
    }

    private void Refuse(ref Utf8JsonReader reader, string sentence) => _errors.Add(FormattableString.Invariant($"{path}, line {Line(ref reader)}: {sentence}"));

    private int Line(ref Utf8JsonReader reader) => Content()[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;

    /// <summary>Without a byte order mark.</summary>
    private ReadOnlySpan<byte> Content() => bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;

    private static string Sections() => string.Join(" and ", SettingSections.All.Select(section => section.Name));

    private static string Nearest(string name, IEnumerable<string> known, string all, string prefix = "") =>
        NearestName.Of(name, known) is { } near ? $"did you mean '{prefix}{near}'?" : $"there are {all}.";

    private static bool IsOf(JsonTokenType token, SettingKind kind) => kind switch
    {
        SettingKind.Number => token == JsonTokenType.Number,
        SettingKind.Switch => token is JsonTokenType.True or JsonTokenType.False,
        _ => token == JsonTokenType.String,
    };

    private static string Kind(SettingKind kind) => kind switch
    {
        SettingKind.Number => "a JSON number",
        SettingKind.Switch => "a JSON boolean",
        SettingKind.Texts => "a JSON array of strings",
        _ => "a JSON string",
    };

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.Null => "null",
        _ => "a string",
    };
}
