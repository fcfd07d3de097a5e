using System.Globalization;
using System.Net;
using LatBench.Contracts.Naming;
using LatBench.Contracts.Transport;
using LatBench.Settings.Values;

namespace LatBench.Settings;

/// <summary>The types of settings.</summary>
internal static class SettingTypes
{
    private static readonly TimeSpan MaxCoolDown = TimeSpan.FromHours(1);

    public static SettingType<string> Text(string expected, string helpName) => new() { Expected = expected, HelpName = helpName, Read = texts => texts[0] };

    public static SettingType<string> Path(string expected, string helpName, Func<string, string?>? find = null) => new()
    {
        Expected = expected,
        HelpName = helpName,
        IsPath = _ => true,
        Find = find ?? (_ => null),
        Read = texts => texts[0],
    };

    public static SettingType<string> ExistingFile { get; } = Path("the path of a file", "FILE", NoFile);

    public static SettingType<IReadOnlyList<string>> Files { get; } = Paths("the path of a file", "FILE", NoFile);

    public static SettingType<IReadOnlyList<string>> Folders { get; } = Paths("the path of a folder", "FOLDER", text => Directory.Exists(text) ? null : $"names '{text}', which is no folder: name one that is there");

    /// <summary>A directory, or an address of a bucket.</summary>
    public static SettingType<string> DirectoryOrBucket { get; } = new()
    {
        Expected = "a directory or a bucket such as s3://bucket/prefix",
        HelpName = "DIR|S3",
        IsPath = text => !IsAddress(text),
        Read = texts => texts[0],
    };

    public static SettingType<bool> Switch { get; } = new()
    {
        Kind = SettingKind.Switch,
        Expected = "true or false",
        IsValue = text => text is "true" or "false",
        Read = texts => texts[0] == "true",
    };

    public static SettingType<IPEndPoint> EndPoint { get; } = new()
    {
        Expected = "an address and port such as 127.0.0.1:7080",
        HelpName = "ADDR",
        IsValue = text => EndPointOf(text) is not null,
        Read = texts => EndPointOf(texts[0])!,
    };

    public static SettingType<Uri> Address { get; } = new()
    {
        Expected = "an address such as http://127.0.0.1:7081",
        HelpName = "URL",
        Explain = text => CoordinatorAddress.TryParse(text, out _, out var fault) ? null : $"names '{text}', {fault}",
        Read = texts => CoordinatorAddress.TryParse(texts[0], out var address, out _) ? address : throw new FormatException(texts[0]),
    };

    public static SettingType<IReadOnlyList<int>> Cpus { get; } = new()
    {
        Expected = "a list of CPUs such as 0-3,6",
        HelpName = "LIST",
        IsValue = text => CpuList.Parse(text) is not null,
        Read = texts => CpuList.Parse(texts[0])!,
    };

    public static SettingType<string> DeviceName { get; } = new()
    {
        Expected = $"{DeviceId.Rule}, such as lab-xeon",
        HelpName = "ID",
        IsValue = DeviceId.IsValid,
        Read = texts => texts[0],
    };

    public static SettingType<double> Celsius { get; } = new()
    {
        Kind = SettingKind.Number,
        Expected = "degrees Celsius from 1 to 149, such as 65",
        HelpName = "CELSIUS",
        IsValue = text => NumberOf(text) is >= 1 and < 150,
        Read = texts => NumberOf(texts[0])!.Value,
    };

    public static SettingType<TimeSpan> CoolDown { get; } = new()
    {
        Expected = "a time of at most 1h, such as 90s or 5m",
        HelpName = "TIME",
        IsValue = text => DurationText.Parse(text) is { } duration && duration <= MaxCoolDown,
        Read = texts => DurationText.Parse(texts[0])!.Value,
    };

    public static SettingType<int> Whole(int min, int max) => new()
    {
        Kind = SettingKind.Number,
        Expected = string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"),
        HelpName = "N",
        IsValue = text => WholeOf(text) is { } number && number >= min && number <= max,
        Read = texts => WholeOf(texts[0])!.Value,
    };

    public static SettingType<int> Mebibytes { get; } = new()
    {
        Kind = SettingKind.Number,
        Expected = "a whole number of MiB, 1 or more",
        HelpName = "N",
        IsValue = text => WholeOf(text) is >= 1,
        Read = texts => WholeOf(texts[0])!.Value,
    };

    public static SettingType<double> Number(double min, double max) => new()
    {
        Kind = SettingKind.Number,
        Expected = string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"),
        HelpName = "N",
        IsValue = text => NumberOf(text) is { } number && number >= min && number <= max,
        Read = texts => NumberOf(texts[0])!.Value,
    };

    private static SettingType<IReadOnlyList<string>> Paths(string expected, string helpName, Func<string, string?> find) => new()
    {
        Kind = SettingKind.Texts,
        Expected = expected,
        HelpName = helpName,
        IsPath = _ => true,
        Find = find,
        Read = texts => texts,
    };

    private static string? NoFile(string text) => File.Exists(text) ? null : $"names '{text}', which is no file: name one that is there";

    private static bool IsAddress(string text) => text.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) || text.Contains("://", StringComparison.Ordinal);

    private static IPEndPoint? EndPointOf(string text) =>
        text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), out var endPoint) ? endPoint : null;

    private static int? WholeOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? NumberOf(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
