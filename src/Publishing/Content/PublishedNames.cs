using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LatBench.Storage.Devices;

namespace LatBench.Publishing.Content;

/// <summary>
/// The names under which devices and targets are published. A device whose owner has not allowed its name, because it is the machine's host name, gets a made-up
/// one, always the same, which cannot be turned back without the database: it is a hash of the name and of the microsecond of the enrolment.
/// </summary>
internal sealed class PublishedNames
{
    private const int HashDigits = 10;

    private readonly Dictionary<string, string> _slugs = new(StringComparer.Ordinal);

    /// <exception cref="SnapshotRefusedException">Two targets would have the same name.</exception>
    public PublishedNames(IEnumerable<(Target Target, Device Device)> targets)
    {
        foreach (var (target, device) in targets)
        {
            var name = SlugOf(target, device);
            if (_slugs.ContainsValue(name))
                throw new SnapshotRefusedException($"Two targets would be published as {name}; give one of the devices another name.");
            _slugs.Add(target.Slug, name);
        }
    }

    /// <summary>The published slug of a target.</summary>
    public string this[string slug] => _slugs[slug];

    /// <summary>The published slugs of those of the targets that are published.</summary>
    public IEnumerable<string> Of(IEnumerable<string> slugs) => slugs.Where(_slugs.ContainsKey).Select(slug => _slugs[slug]);

    /// <summary>Determines whether the same targets would have the same names.</summary>
    public bool Same(PublishedNames other) =>
        _slugs.Count == other._slugs.Count && _slugs.All(pair => other._slugs.GetValueOrDefault(pair.Key) == pair.Value);

    /// <summary>The name of a device.</summary>
    public static string NameOf(Device device)
    {
        if (!device.HidesName)
            return device.Id;
        var secret = string.Create(CultureInfo.InvariantCulture, $"{device.Id}\n{device.EnrolledAt.UtcTicks}");
        return "device-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..HashDigits];
    }

    // A slug begins with the device.
    private static string SlugOf(Target target, Device device) => device.HidesName && target.Slug.StartsWith(device.Id + "/", StringComparison.Ordinal)
        ? NameOf(device) + target.Slug[device.Id.Length..]
        : device.HidesName ? NameOf(device) : target.Slug;
}
