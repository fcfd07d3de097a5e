using Google.Protobuf;

namespace LatBench.Cli.Rendering;

/// <summary>
/// The output of <c>--json</c>: protobuf's JSON mapping of the contract's messages with the field names as in the .proto files
/// (snake_case), every field present. Enumerations are their proto names, 64-bit integers and durations are strings.
/// </summary>
internal static class JsonText
{
    private static readonly JsonFormatter Formatter = new(
        JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithFormatDefaultValues(true).WithIndentation("  "));

    public static string Of(IMessage message) => Formatter.Format(message).ReplaceLineEndings("\n");
}
