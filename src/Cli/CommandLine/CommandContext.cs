using System.CommandLine;
using System.Net.Security;
using LatBench.Cli.Configuration;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.Transport;
using LatBench.Hosting;
using LatBench.Settings;

namespace LatBench.Cli.CommandLine;

/// <summary>One run of one command: its options, its terminal, and the way to the coordinator.</summary>
internal sealed class CommandContext
{
    private readonly ParseResult _parse;
    private readonly CliHost _host;

    public CommandContext(CliHost host, ParseResult parse, CancellationToken cancellationToken)
    {
        (_host, _parse, CancellationToken) = (host, parse, cancellationToken);
        Configuration = new CommandConfiguration(Get(host.Configuration), GivenDataPath, host.Environment.Variable);
        Terminal = new Terminal(host.Environment, CompleteCommands, Get(host.Quiet));
    }

    public CancellationToken CancellationToken { get; }

    public CliEnvironment Environment => _host.Environment;

    public TimeProvider Time => Environment.Time;

    public Terminal Terminal { get; }

    /// <summary>Gets the configuration file with the settings that commands share with coordinator and agent.</summary>
    public CommandConfiguration Configuration { get; }

    /// <summary>Gets the data directory: that of the command line, else that of the configuration.</summary>
    public DataDirectory Data => Configuration.Data;

    /// <summary>Gets the command above all others.</summary>
    public RootCommand Root => (RootCommand)_parse.RootCommandResult.Command;

    /// <summary>Gets the address that --server names; null where it is not given.</summary>
    public string? ServerOption => Get(_host.Server);

    /// <summary>The coordinator last connected to, for error messages.</summary>
    public Uri? LastServer { get; private set; }

    public T? Get<T>(Option<T> option) => _parse.GetValue(option);

    public T? Get<T>(WordOption<T> option) => option.Meaning(_parse.GetValue(option));

    public T[] Get<T>(ListOption<T> option) => IsGiven(option) ? _parse.GetValue(option)! : option.Defaults;

    public T? Get<T>(Argument<T> argument) => _parse.GetValue(argument);

    /// <summary>Determines whether the option is on the command line.</summary>
    public bool IsGiven(Option option) => _parse.GetResult(option) is { Implicit: false };

    /// <summary>Returns the settings whose flags are on the command line.</summary>
    public IReadOnlyDictionary<Setting, IReadOnlyList<string>> Read(SettingFlags flags) => flags.Read(_parse);

    /// <summary>Returns the words of the flags on the command line, to be passed on to the program that they are of.</summary>
    public IReadOnlyList<string> Arguments(SettingFlags flags) => flags.Arguments(_parse);

    /// <summary>
    /// The line of a command to copy, quoted for a shell, with those options that lead to the same coordinator as they were given.
    /// </summary>
    public string CommandLine(params string[] words)
    {
        List<string> all = ["latbench", .. words];
        foreach (var (name, value) in ServerOptions)
            all.AddRange([name, value]);
        foreach (var (name, value) in DataOptions)
            all.AddRange([name, value]);
        return ShellWord.Join(all);
    }

    /// <summary>Returns the text with those options in every command that it prints to be copied.</summary>
    public string CompleteCommands(string text) => PrintedCommands.Complete(text, ServerOptions, DataOptions);

    private IReadOnlyList<(string Name, string Value)> ServerOptions =>
    [
        .. from option in new Option<string?>[] { _host.Server, _host.TokenFile, _host.CaCert }
           let value = Get(option)
           where value is not null
           select (option.Name, value),
    ];

    private IReadOnlyList<(string Name, string Value)> DataOptions =>
    [
        .. GivenDataPath is { } data ? [(_host.Data.Name, data)] : Array.Empty<(string, string)>(),
        .. Get(_host.Configuration) is { } file ? [(_host.Configuration.Name, file)] : Array.Empty<(string, string)>(),
    ];

    /// <summary>Gets the data directory that --data names; null where it is not given.</summary>
    public string? GivenDataPath => IsGiven(_host.Data) ? Get(_host.Data) : null;

    /// <summary>Opens a connection to the coordinator that the options, the environment or the data directory name.</summary>
    public CoordinatorConnection Connect() => Connect(ServerAddress.Resolve(ServerOption, Environment, Data).Uri);

    /// <summary>Opens a connection to the coordinator at <paramref name="server"/>.</summary>
    public CoordinatorConnection Connect(Uri server)
    {
        LastServer = server;
        return new CoordinatorConnection(server, Token(server), Tls(), Time);
    }

    /// <summary>Determines whether there is an access token for <paramref name="server"/>.</summary>
    public bool HasToken(Uri server) => Token(server) is not null;

    /// <summary>File of the authorities that are trusted; null for those of the machine.</summary>
    public string? CaFile => CaOption ?? Environment.Variable(ClientTls.CaVariable);

    /// <summary>Gets the file that --ca-cert names; null where it is not given.</summary>
    public string? CaOption => Get(_host.CaCert);

    private SslClientAuthenticationOptions Tls()
    {
        try
        {
            return ClientTls.Options(CaFile, Environment.Variable(ClientTls.CertificateVariable), Environment.Variable(ClientTls.KeyVariable));
        }
        catch (InvalidOperationException exception)
        {
            throw new CliException(exception.Message);
        }
    }

    private string? Token(Uri server) => AccessToken.Resolve(Get(_host.TokenFile), Environment, Data, server);
}
