namespace LatBench.Bench.Startup;

/// <summary>A checkout of LatBench.</summary>
/// <param name="Directory">Its root.</param>
internal sealed record Checkout(string Directory)
{
    /// <summary>Gets the script that builds and runs the command.</summary>
    public string Script => Path.Combine(Directory, "latbench");

    /// <summary>Gets the checkout that this program was built in.</summary>
    public static Checkout OfThisBuild()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LatBench.sln")))
                return new Checkout(folder.FullName);
        }

        throw new BenchException("LatBench.sln is not above this program: run it with ./bench.sh in a clone.");
    }
}
