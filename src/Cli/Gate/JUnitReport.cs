using System.Text;
using System.Xml;
using LatBench.Cli.Rendering;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>The result of a gate as JUnit's XML, a test case for each model: a slower one is a failure, one that could not be judged is skipped, or in strict mode a failure.</summary>
internal static class JUnitReport
{
    private const string Suite = "latbench.gate";

    public static string Of(GateResult result)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
        {
            var failures = result.Decisions.Count(decision => IsFailure(result, decision));
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Suite);
            xml.WriteAttributeString("tests", Figures.Count(result.Decisions.Count));
            xml.WriteAttributeString("failures", Figures.Count(failures));
            xml.WriteAttributeString("errors", "0");
            xml.WriteAttributeString("skipped", Figures.Count(result.Decisions.Count(decision => decision.Outcome != GateOutcome.Passed) - failures));
            foreach (var decision in result.Decisions)
                Write(xml, result, decision);
            if (GateText.Notes(result).ToArray() is { Length: > 0 } notes)
                xml.WriteElementString("system-out", Text(string.Join('\n', notes)));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(XmlWriter xml, GateResult result, GateDecision decision)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Suite);
        xml.WriteAttributeString("name", Text(GateText.Name(decision)));
        if (decision.Outcome != GateOutcome.Passed)
        {
            xml.WriteStartElement(IsFailure(result, decision) ? "failure" : "skipped");
            xml.WriteAttributeString("message", Text(decision.Explanation));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static bool IsFailure(GateResult result, GateDecision decision) =>
        decision.Outcome == GateOutcome.Slower || (result.Options.Strict && decision.Outcome is GateOutcome.CannotTell or GateOutcome.Missing);

    /// <summary>The text without the characters that XML does not have.</summary>
    private static string Text(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.EnumerateRunes().Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)));
}
