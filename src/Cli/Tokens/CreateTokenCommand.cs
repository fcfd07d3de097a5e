using System.CommandLine;
using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace LatBench.Cli.Tokens;

/// <summary><c>latbench tokens create</c>.</summary>
internal static class CreateTokenCommand
{
    public static Command Create(CliHost host)
    {
        var role = new WordOption<Role>("--role", "What the token allows", Words.Roles, "viewer");
        var description = new Option<string>("--description") { Description = "A note for the list.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var expires = new Option<TimeSpan?>("--expires")
        {
            Description = "How long it works, for example 12h or 30d [default: a day for enrolment, else for ever].",
            HelpName = "TIME",
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (ParseTime(text) is { } time)
                    return time;
                result.AddError($"--expires takes a number of minutes, hours or days such as 30m, 12h or 30d, not '{text}'.");
                return null;
            },
        };
        var json = OptionFactory.Json();
        var command = host.Command(
            "create",
            "Make a token; its secret is printed this once.",
            "latbench tokens create --role submitter --description \"nightly job\" --expires 30d",
            "LATBENCH_ENROLMENT_TOKEN=$(latbench tokens create --role enrolment) latbench agent run");
        foreach (var option in new Option[] { role, description, expires, json })
            command.Add(option);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new CreateTokenRequest { Role = context.Get(role), Description = context.Get(description) };
            if (context.Get(expires) is { } time)
                request.TimeToLive = Duration.FromTimeSpan(time);
            var response = await connection.Tokens.CreateTokenAsync(request, cancellationToken: context.CancellationToken);
            if (context.Get(json))
            {
                context.Terminal.Json(response);
                return ExitCode.Done;
            }

            context.Terminal.Note($"{response.Token.Name} ({Words.Of(Words.Roles, response.Token.Role)}); keep the secret, it is not shown again:");
            context.Terminal.Line(response.Secret);
            return ExitCode.Done;
        });
    }

    /// <summary>Reads <c>30m</c>, <c>12h</c>, <c>30d</c>; null for anything else.</summary>
    public static TimeSpan? ParseTime(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 100_000)
            return null;
        return text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            _ => null,
        };
    }
}
