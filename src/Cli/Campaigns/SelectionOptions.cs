using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Models;
using LatBench.Contracts.V1;
using LatBench.LatencyTables;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Campaigns;

/// <summary>The options for the architectures that a campaign measures; exactly one of the four ways to select them must be used.</summary>
internal sealed class SelectionOptions
{
    /// <summary>The number of architectures of the default search space.</summary>
    public static readonly int SpaceSize = (int)SearchSpaceRegistry.BuiltIn.Default.Size!.Value;

    private readonly SpaceOption _space;
    private readonly Option<int> _models;
    private readonly Option<ulong> _seed = OptionFactory.Seed("--seed", "Seed of the sample and of the order of measuring.");
    private readonly Option<string[]> _architectures = OptionFactory.Repeatable("--arch", "Measure this architecture: any text that the search space reads, such as an arch string or a 6-digit code of NAS-Bench-201.", "A");
    private readonly Option<string?> _file = new("--file") { Description = "Measure the architectures in F: one a line, where empty lines and lines that start with # are left out, or a CSV file with a column `arch_str`, `architecture`, `arch` or `code`, or the columns of the search space's published tables.", HelpName = "F" };
    private readonly KeyTableOption _table;
    private readonly Option<bool> _all = new("--all") { Description = "Measure every architecture of the search space, or every uploaded model." };

    public SelectionOptions(SpaceOption space)
    {
        _space = space;
        _table = new KeyTableOption(space);
        _models = OptionFactory.Architectures("--models", "Measure a seeded random sample of N architectures.", space);
    }

    public void AddTo(Command command)
    {
        command.Add(_space);
        command.Add(_models);
        command.Add(_seed);
        command.Add(_architectures);
        command.Add(_file);
        command.Add(_table);
        command.Add(_all);
        command.Validators.Add(result =>
        {
            var ways = new Option[] { _models, _architectures, _file, _all }.Count(option => result.GetResult(option) is { Implicit: false });
            if (ways != 1)
                result.AddError("Say which architectures, in one of these ways: --models N, --arch A, --file F or --all.");
            else if (_space.HasUploaded(result) && result.GetResult(_models) is { Implicit: false })
                result.AddError("--models takes a random sample of a search space, and uploaded models are none: name them with --arch or --file, or take --all.");
            else if (_space.HasUploaded(result) && result.GetResult(_table) is { Implicit: false })
                result.AddError("--table is for architectures, and uploaded models have names: leave it away.");
            else if (result.GetResult(_all) is { Implicit: false } && _space.Of(result) is { } space && !SpaceIndex.Has(space))
                result.AddError($"--all is for search spaces of at most {SpaceIndex.MaxSize} architectures, and {space.Name} has more: give --models N.");
            else if (_table.IsIdle(result, _architectures, _file))
                result.AddError(KeyTableOption.Idle);
        });
    }

    public ulong Seed(CommandContext context) => context.Get(_seed);

    /// <summary>The selection as the contract says it.</summary>
    /// <exception cref="CliException">The file cannot be read or names nothing, or there is no uploaded model.</exception>
    public async Task<Selection> ReadAsync(CommandContext context, CoordinatorConnection connection)
    {
        if (_space.HasUploaded(context))
            return new Selection { SearchSpace = MeasuredNames.UploadedSpace, Architectures = new ArchitectureList { Architectures = { await UploadedAsync(context, connection) } } };
        var space = _space.ReadGiven(context);
        if (context.Get(_all))
            return new Selection { SearchSpace = space, WholeSpace = new WholeSpace() };
        if (context.IsGiven(_models))
            return new Selection { SearchSpace = space, Sample = new RandomSample { Count = context.Get(_models), Seed = Seed(context) } };
        var names = context.Get(_file) is { } file ? ReadFile(_space.Read(context), file) : context.Get(_architectures)!;
        return new Selection { SearchSpace = space, Architectures = new ArchitectureList { Architectures = { _table.Resolve(context, names) } } };
    }

    private async Task<IReadOnlyList<string>> UploadedAsync(CommandContext context, CoordinatorConnection connection)
    {
        if (context.Get(_file) is { } file)
            return UploadedNames.ReadFile(file);
        if (!context.Get(_all))
            return context.Get(_architectures)!;
        var models = await UploadedNames.ReadAllAsync(connection, context.CancellationToken);
        return models.Count > 0 ? [.. models.Select(model => model.Name)] : throw new CliException("There is no model yet: upload one with `latbench models upload FILE`.");
    }

    private static IReadOnlyList<string> ReadFile(ISearchSpace space, string file)
    {
        try
        {
            return ArchitectureFile.ReadNames(space, file);
        }
        catch (TableException exception)
        {
            throw new CliException(exception.Message);
        }
    }
}
