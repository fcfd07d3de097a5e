namespace LatBench.Settings;

/// <summary>
/// One setting of a program: its key in the configuration file, its environment variable, its flag, its type and its default. Flags, variables, the file, <c>config show</c> and
/// the documents are made of these and of nothing else.
/// </summary>
public abstract class Setting
{
    private readonly string? _flag;
    private readonly string? _variable;

    private protected Setting(SettingSection section, string key, SettingType type)
    {
        (Section, Key, Type) = (section, key, type);
        section.Add(this);
    }

    /// <summary>Gets the section of the configuration file, which is the program that the setting is of.</summary>
    public SettingSection Section { get; }

    /// <summary>Gets the key in its section, in snake case.</summary>
    public string Key { get; }

    /// <summary>Gets the key with its section: <c>coordinator.http</c>.</summary>
    public string FullKey => $"{Section.Name}.{Key}";

    /// <summary>Gets the type of the values.</summary>
    public SettingType Type { get; }

    /// <summary>Gets one or two sentences for help and documents.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the default as it would be written in the environment; null where there is none.</summary>
    public string? Default { get; init; }

    /// <summary>Gets the default in words, where it is not a value of its own.</summary>
    public string? DefaultWords { get; init; }

    /// <summary>Gets a value indicating whether the value is never printed.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Gets a value indicating whether there is no flag, because the command line is seen by every user of the machine.</summary>
    public bool HasNoFlag { get; init; }

    /// <summary>Gets the flag on the command line: the key with dashes, unless another is set; null for none.</summary>
    public string? Flag
    {
        get => HasNoFlag ? null : _flag ?? "--" + Key.Replace('_', '-');
        init => _flag = value;
    }

    /// <summary>Gets the environment variable: <c>LATBENCH_</c>, the section and the key, unless another is set.</summary>
    public string Variable
    {
        get => _variable ?? $"LATBENCH_{Section.Name}_{Key}".ToUpperInvariant();
        init => _variable = value;
    }

    /// <summary>Gets the setting whose value this one names the file of; null for any other.</summary>
    public Setting? FileOf { get; init; }

    /// <summary>Gets the default for people; <c>none</c> where there is no value.</summary>
    public string DefaultText => DefaultWords ?? Default ?? "none";
}

/// <summary>A setting whose value is read as <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class Setting<T> : Setting
{
    private readonly SettingType<T> _type;

    internal Setting(SettingSection section, string key, SettingType<T> type)
        : base(section, key, type) => _type = type;

    /// <summary>Reads a value that the type has accepted.</summary>
    internal T Read(IReadOnlyList<string> texts) => _type.Read(texts);
}
