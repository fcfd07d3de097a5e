namespace LatBench.Bench.Startup;

/// <summary>The least program that .NET runs: what the start of the runtime itself takes.</summary>
internal sealed class HelloWorld : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <InvariantGlobalization>true</InvariantGlobalization>
          </PropertyGroup>
        </Project>
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("latbench-hello-");

    private HelloWorld()
    {
    }

    /// <summary>Gets the path of its assembly.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "out", "hello.dll");

    /// <summary>Builds it.</summary>
    public static async Task<HelloWorld> BuildAsync(CancellationToken cancellationToken)
    {
        var hello = new HelloWorld();
        try
        {
            var project = System.IO.Path.Combine(hello._folder.FullName, "hello.csproj");
            await File.WriteAllTextAsync(project, Project, cancellationToken);
            await File.WriteAllTextAsync(System.IO.Path.Combine(hello._folder.FullName, "Program.cs"), "System.Console.WriteLine(\"hello\");", cancellationToken);
            await ProcessTime.RunAsync("dotnet", ["build", project, "-c", "Release", "-v", "quiet", "-o", System.IO.Path.GetDirectoryName(hello.Path)!], cancellationToken);
            return hello;
        }
        catch
        {
            hello.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
