namespace LatBench.DeviceAgent.CustomOperators;

/// <summary>The names of custom operators.</summary>
internal static class CustomOperatorName
{
    /// <summary>Gets the name of an operator as models and messages have it: <c>domain.Type</c>.</summary>
    public static string Of(string domain, string type) => domain.Length == 0 ? type : $"{domain}.{type}";
}
