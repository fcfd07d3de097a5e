using System.Security.Cryptography;
using System.Text.Json;
using Grpc.Core;
using LatBench.Dashboard.Access;
using LatBench.Dashboard.Api;
using LatBench.Measurements;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LatBench.Dashboard.Pages.Devices;

/// <summary>The data of the charts about devices.</summary>
internal static class DeviceData
{
    private static readonly JsonSerializerOptions Json = new();

    /// <summary>Gets the address of the readings of the canary beside a target.</summary>
    public static string CanaryAddress(string deviceId, string target) => $"/data/devices/{Uri.EscapeDataString(deviceId)}/canary?target={Uri.EscapeDataString(target)}";

    /// <summary>Adds the addresses.</summary>
    public static void MapDeviceData(this IEndpointRouteBuilder app) =>
        app.MapGet("/data/devices/{id}/canary", CanaryAsync).WithMetadata(new DashboardEndpoint(NeedsSignIn: true));

    private static async Task<IResult> CanaryAsync(string id, string? target, HttpContext http, LatBenchApi api)
    {
        try
        {
            var (_, summary) = await CanaryReadings.ReadAsync(api, $"devices/{id}", target ?? "");
            return Columns(http, ToColumns(summary));
        }
        catch (RpcException e)
        {
            return Results.Text(e.Status.Detail + "\n", statusCode: Problems.Problem.Of(e).Status);
        }
    }

    /// <summary>The columns of the chart: a list for each value, all of one length.</summary>
    internal static object ToColumns(CanarySummary summary) => new
    {
        time_ms = summary.Readings.Select(reading => reading.Time.ToDateTimeOffset().ToUnixTimeMilliseconds()).ToArray(),
        latency_ms = summary.Readings.Select(reading => Math.Round(reading.LatencyMs, 6)).ToArray(),
        contended = summary.Readings.Select(reading => reading.HasContended ? reading.Contended : (bool?)null).ToArray(),
        temperature_c = summary.Readings.Select(reading => reading.HasTemperatureMillidegrees ? reading.TemperatureMillidegrees / 1000.0 : (double?)null).ToArray(),
        frequency_mhz = summary.Readings.Select(reading => reading.HasFrequencyKhz ? reading.FrequencyKhz / 1000.0 : (double?)null).ToArray(),
        baseline_ms = summary.BaselineMs,
        drift_tolerance = CanaryHistory.DriftTolerance,
    };

    private static IResult Columns(HttpContext http, object columns)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(columns, Json);
        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..12])}\"";
        http.Response.Headers.ETag = etag;
        http.Response.Headers.CacheControl = "private, no-cache";
        return http.Request.Headers.IfNoneMatch == etag ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Bytes(content, "application/json");
    }
}
