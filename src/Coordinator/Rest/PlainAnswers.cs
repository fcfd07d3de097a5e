using Grpc.Core;

namespace LatBench.Coordinator.Rest;

/// <summary>Answers that are not compressed, as those of a few bytes: compressing them costs more than it saves.</summary>
internal static class PlainAnswers
{
    /// <summary>Sends the answer as it is. Answers over REST are never compressed, and their context has no such option.</summary>
    public static void AnswerPlainly(this ServerCallContext context)
    {
        if (context.GetHttpContext().Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
            context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
    }
}
