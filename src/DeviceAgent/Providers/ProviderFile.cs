using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LatBench.DeviceAgent.Providers;

/// <summary>Reads a providers file. Whatever it does not know it refuses: a typing error must not change what is measured.</summary>
internal sealed partial class ProviderFile
{
    private static readonly string[] DeviceTypes = ["cpu", "gpu", "npu"];

    private readonly string _path;
    private readonly string _folder;

    private ProviderFile(string path)
    {
        _path = path;
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    }

    /// <summary>Reads the file; relative paths in it start at its folder.</summary>
    /// <exception cref="AgentException">It cannot be read or says something wrong; the message names file and place.</exception>
    public static ProviderConfiguration Read(string path)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), options);
            return new ProviderFile(path).Configuration(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new AgentException($"The providers file {path} is not JSON: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AgentException($"The providers file {path} cannot be read: {exception.Message}");
        }
    }

    private ProviderConfiguration Configuration(JsonElement root)
    {
        var fields = Fields(root, "", "runtime_folder", "providers");
        var providers = new List<ProviderSettings>();
        if (fields.TryGetValue("providers", out var list))
        {
            if (list.ValueKind != JsonValueKind.Array) throw Fault("providers", "is not a list");
            foreach (var entry in list.EnumerateArray())
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"providers[{providers.Count}]");
                var provider = Provider(entry, place);
                RequireUnlike(provider, providers, place);
                providers.Add(provider);
            }
        }

        return new ProviderConfiguration { RuntimeFolder = RuntimeFolder(Text(fields, "", "runtime_folder")), Providers = providers };
    }

    private ProviderSettings Provider(JsonElement entry, string place)
    {
        var fields = Fields(entry, place, "name", "library", "registration_name", "provider", "device_type", "device_index", "options");
        var name = Text(fields, place, "name") ?? throw Fault(place, "has no 'name'");
        if (!Name().IsMatch(name) || name == Hardware.TargetCatalog.CpuProvider)
            throw Fault($"{place}.name", $"is '{name}'; give 1 to 40 of a-z, 0-9, '.', '_' and '-', other than '{Hardware.TargetCatalog.CpuProvider}', which is always there");
        var library = Text(fields, place, "library") is { } path ? ExistingFile(path, $"{place}.library") : null;
        var provider = Text(fields, place, "provider");
        if (library is null)
        {
            foreach (var key in new[] { "registration_name", "device_type", "device_index" })
                if (fields.ContainsKey(key)) throw Fault($"{place}.{key}", "is for a plugin library, and there is no 'library'");
            provider ??= name;
            if (!BuiltInProviders.IsKnown(provider))
                throw Fault(place, $"has no 'library', and '{provider}' is none of the providers that ONNX Runtime may have built in ({string.Join(", ", BuiltInProviders.Names)})");
        }

        return new ProviderSettings
        {
            Name = name,
            Provider = provider,
            LibraryPath = library,
            RegistrationName = Text(fields, place, "registration_name") ?? name,
            DeviceType = DeviceType(Text(fields, place, "device_type"), place),
            DeviceIndex = DeviceIndex(fields, place),
            Options = Options(fields, place),
        };
    }

    private void RequireUnlike(ProviderSettings provider, IEnumerable<ProviderSettings> others, string place)
    {
        foreach (var other in others)
        {
            if (provider.Name == other.Name) throw Fault($"{place}.name", $"is '{provider.Name}' once more");
            if (provider.LibraryPath is null || other.LibraryPath is null) continue;
            if ((provider.LibraryPath == other.LibraryPath) != (provider.RegistrationName == other.RegistrationName))
            {
                throw Fault(
                    $"{place}.registration_name",
                    $"is '{provider.RegistrationName}' and that of '{other.Name}' '{other.RegistrationName}'; one library has one registration name, and two libraries have two");
            }
        }
    }

    private string? RuntimeFolder(string? path)
    {
        if (path is null) return null;
        var folder = Path.GetFullPath(path, _folder);
        return File.Exists(Path.Combine(folder, Providers.RuntimeFolder.LibraryFileName))
            ? folder
            : throw Fault("runtime_folder", $"is '{folder}', where there is no {Providers.RuntimeFolder.LibraryFileName}");
    }

    private string ExistingFile(string path, string place)
    {
        var full = Path.GetFullPath(path, _folder);
        return File.Exists(full) ? full : throw Fault(place, $"is '{full}', which is not there");
    }

    private string? DeviceType(string? type, string place) => type is null || DeviceTypes.Contains(type)
        ? type
        : throw Fault($"{place}.device_type", $"is '{type}'; give one of {string.Join(", ", DeviceTypes)}");

    private int DeviceIndex(Dictionary<string, JsonElement> fields, string place)
    {
        if (!fields.TryGetValue("device_index", out var value)) return 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var index) && index >= 0
            ? index
            : throw Fault($"{place}.device_index", "is not a whole number from 0");
    }

    private SortedDictionary<string, string> Options(Dictionary<string, JsonElement> fields, string place)
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!fields.TryGetValue("options", out var given)) return options;
        if (given.ValueKind != JsonValueKind.Object) throw Fault($"{place}.options", "is not an object");
        foreach (var option in given.EnumerateObject())
        {
            if (option.Value.ValueKind != JsonValueKind.String) throw Fault($"{place}.options.{option.Name}", "is not a text; the runtime takes every value as text, such as \"1\"");
            options[option.Name] = option.Value.GetString()!;
        }

        return options;
    }

    private Dictionary<string, JsonElement> Fields(JsonElement element, string place, params string[] known)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Fault(place, "is not an object");
        var fields = element.EnumerateObject().ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);
        var unknown = fields.Keys.FirstOrDefault(key => !known.Contains(key));
        return unknown is null ? fields : throw Fault(place, $"has the unknown key '{unknown}'; known are {string.Join(", ", known)}");
    }

    private string? Text(Dictionary<string, JsonElement> fields, string place, string key)
    {
        if (!fields.TryGetValue(key, out var value)) return null;
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw Fault(place.Length == 0 ? key : $"{place}.{key}", "is not a text");
    }

    private AgentException Fault(string place, string fault) =>
        new($"The providers file {_path}: {(place.Length == 0 ? "it" : place)} {fault}.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
