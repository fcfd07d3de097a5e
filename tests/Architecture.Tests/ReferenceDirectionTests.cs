using System.Xml.Linq;
using LatBench.TestKit;

namespace LatBench.Architecture.Tests;

/// <summary>Holds who may know whom. A new project, or a new arrow, is a decision: it is taken here.</summary>
public sealed class ReferenceDirectionTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["SearchSpaces"] = [],
        ["Measurements"] = [],
        ["Onnx"] = [],
        ["Hosting"] = [],
        ["Settings"] = ["Hosting", "Contracts"],
        ["Plotting"] = [],
        ["SnapshotFormat"] = [],
        ["Contracts"] = ["Measurements", "Models"],
        ["Models"] = ["SearchSpaces"],
        ["ModelChecking"] = ["Onnx"],
        ["Exporter"] = ["SearchSpaces", "Models", "Onnx", "Hosting"],
        ["ModelFiles"] = ["Onnx", "Hosting"],
        ["Storage"] = ["SearchSpaces", "Models", "Measurements", "Hosting"],
        ["Publishing"] = ["SearchSpaces", "Measurements", "Storage", "SnapshotFormat", "Hosting"],
        ["LatencyTables"] = ["SearchSpaces", "Models", "Measurements"],
        ["AccuracyModels"] = ["SearchSpaces", "Onnx"],
        ["Prediction"] = ["SearchSpaces", "Measurements", "Onnx"],
        ["Search"] = ["SearchSpaces", "Measurements", "Plotting", "Prediction"],
        ["Dashboard"] = ["Contracts", "Measurements", "SearchSpaces"],
        ["WebAgent"] = ["Dashboard", "Hosting"],
        ["Coordinator"] = ["Contracts", "Dashboard", "WebAgent", "Storage", "Exporter", "ModelChecking", "ModelFiles", "Publishing", "LatencyTables", "Prediction", "Search", "SnapshotFormat", "Hosting", "Settings"],
        ["DeviceAgent"] = ["Contracts", "Measurements", "Hosting", "Settings"],
        ["Cli"] = ["AccuracyModels", "Contracts", "Exporter", "LatencyTables", "ModelFiles", "Plotting", "SnapshotFormat", "Hosting", "Settings"],
    };

    /// <summary>Native weight and databases stay in their corner.</summary>
    private static readonly Dictionary<string, string[]> Corners = new()
    {
        ["Microsoft.ML.OnnxRuntime"] = ["AccuracyModels", "DeviceAgent", "ModelChecking", "Prediction"],
        ["Microsoft.ML.LightGbm"] = ["Prediction"],
        ["Npgsql"] = ["Storage"],
        ["Microsoft.Data.Sqlite"] = ["Storage"],
        ["Dapper"] = ["Storage"],
        ["AWSSDK.S3"] = ["Storage"],
        ["CsvHelper"] = ["LatencyTables", "Cli"],
        ["ScottPlot"] = ["Plotting"],
        ["Parquet.Net"] = ["Publishing", "LatencyTables"],
        ["Grpc.AspNetCore"] = ["Coordinator"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void Every_project_of_src_has_its_row()
    {
        var projects = Directory.GetDirectories(RepositoryRoot.PathOf("src")).Select(Path.GetFileName).Order();

        Assert.Equal(Allowed.Keys.Order(), projects);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_it_may(string project)
    {
        var references = Items(project, "ProjectReference")
            .Where(item => (string?)item.Attribute("ReferenceOutputAssembly") != "false")
            .Select(item => Path.GetFileNameWithoutExtension((string)item.Attribute("Include")!));

        Assert.Subset(Allowed[project].ToHashSet(), references.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Heavy_packages_stay_in_their_corner(string project)
    {
        var packages = Items(project, "PackageReference").Select(item => (string)item.Attribute("Include")!);

        foreach (var package in packages.Where(Corners.ContainsKey))
            Assert.Contains(project, Corners[package]);
    }

    private static IEnumerable<XElement> Items(string project, string kind) =>
        XDocument.Load(RepositoryRoot.PathOf("src", project, project + ".csproj")).Descendants(kind);
}
