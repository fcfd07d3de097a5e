using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.Naming;
using LatBench.Contracts.V1;
using LatBench.Hosting.WebRuntimes;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace LatBench.Cli.Devices;

/// <summary><c>latbench devices invite</c>.</summary>
internal static class InviteCommand
{
    public static Command Create(CliHost host)
    {
        var device = new Option<string?>("--device")
        {
            Description = "Name of the device [default: chosen on the device].",
            HelpName = "NAME",
            Validators =
            {
                result =>
                {
                    if (result.Tokens.Count == 1 && !DeviceId.IsValid(result.Tokens[0].Value))
                        result.AddError($"--device takes {DeviceId.Rule}, such as pixel-8, not '{result.Tokens[0].Value}'.");
                },
            },
        };
        var address = new Option<Uri?>("--address")
        {
            Description = "Address at which the device reaches the coordinator's HTTP port [default: the host of --server].",
            HelpName = "URL",
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                    result.AddError($"--address takes an address such as https://latbench.lab:7080, not '{text}'.");
                else if (uri.UserInfo.Length > 0 || uri.PathAndQuery != "/" || uri.Fragment.Length > 0)
                    result.AddError($"--address takes scheme, host and port alone, such as {uri.GetLeftPart(UriPartial.Scheme)}{uri.Authority}, not '{text}': the path of the page is added.");
                else
                    return uri;
                return null;
            },
        };
        var expires = OptionFactory.Time("--expires", "How long the code works, at most 1h [default: 30m].", "30m or 1h", TimeSpan.FromHours(1), "1h, for a code that can be typed can be guessed");
        var json = OptionFactory.Json();
        var command = host.Command(
            "invite",
            "Make a one-time code that a browser or an agent becomes a device with; on a terminal with a QR code to scan.",
            "latbench devices invite",
            "latbench devices invite --device pixel-8 --address https://latbench.lab:7080");
        foreach (var option in new Option[] { device, address, expires, json })
            command.Add(option);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var name = context.Get(device);
            var request = new CreateTokenRequest { Role = Role.Enrolment, Short = true, Description = name is null ? "invitation" : $"invitation of {name}" };
            if (context.Get(expires) is { } time)
                request.TimeToLive = Duration.FromTimeSpan(time);
            var made = await connection.Tokens.CreateTokenAsync(request, cancellationToken: context.CancellationToken);
            var link = Link(context.Get(address) ?? new UriBuilder(connection.Server) { Port = made.HttpPort }.Uri, made, name);
            if (context.Get(json))
                context.Terminal.Json(InvitationDocument.Of(made, link), InvitationDocument.Type);
            else
                Print(context, made, link, connection.Server, name);
            return ExitCode.Done;
        });
    }

    private static Uri Link(Uri address, CreateTokenResponse made, string? name) =>
        new(new Uri(address, made.DevicePath).AbsoluteUri + (name is null ? "" : $"&device={Uri.EscapeDataString(name)}"));

    private static void Print(CommandContext context, CreateTokenResponse made, Uri link, Uri server, string? name)
    {
        var terminal = context.Terminal;
        terminal.Line($"Code {made.Secret}: enrols one device, once, until {Figures.Time(made.Token.ExpireTime)}.");
        terminal.Line();
        terminal.Line("In a browser, a phone's too:");
        terminal.Line($"  {link.AbsoluteUri}");
        if (context.Environment is { OutIsTerminal: true, KnowsUnicode: true })
        {
            foreach (var line in QrText.Lines(link.AbsoluteUri))
                terminal.Line(line);
        }

        terminal.Line("With an agent, on a machine that LatBench is installed on:");
        terminal.Line($"  LATBENCH_ENROLMENT_TOKEN={made.Secret} latbench agent run --server {server.AbsoluteUri.TrimEnd('/')}{(name is null ? "" : " --device " + ShellWord.Quote(name))}");
        foreach (var remark in Remarks(context, link))
            terminal.Note(remark);
    }

    private static IEnumerable<string> Remarks(CommandContext context, Uri link)
    {
        if (link.IsLoopback)
            yield return "This link works on this machine only: for others start the coordinator with --http 0.0.0.0:7080 and TLS, and name it with --address.";
        else if (link.Scheme == Uri.UriSchemeHttp)
            yield return "Without TLS a browser of another machine has one thread, a coarse clock and no WebGPU: give the coordinator --tls-cert and --tls-key.";
        if (link.IsLoopback && new WebRuntimeDirectory(context.Data.WebRuntimes).List().Count == 0)
            yield return "Browsers need a runtime to measure with, once: `latbench web-runtime install`.";
    }
}
