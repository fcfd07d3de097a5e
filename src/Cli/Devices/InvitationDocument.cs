using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Devices;

/// <summary>The document of <c>devices invite --json</c>: the answer of the coordinator, and the link that is made of it.</summary>
internal static partial class InvitationDocument
{
    /// <summary>Gets how it is written: the link with the characters that it has.</summary>
    public static JsonTypeInfo<JsonObject> Type { get; } =
        new Context(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).JsonObject;

    /// <summary>Makes the document.</summary>
    /// <param name="made">The answer of the coordinator.</param>
    /// <param name="link">The link for a browser.</param>
    public static JsonObject Of(CreateTokenResponse made, Uri link)
    {
        var document = JsonNode.Parse(JsonText.Of(made))!.AsObject();
        document["link"] = link.AbsoluteUri;
        return document;
    }

    [JsonSerializable(typeof(JsonObject))]
    private sealed partial class Context : JsonSerializerContext;
}
