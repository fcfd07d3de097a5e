namespace LatBench.ModelFiles;

/// <summary>Thrown when a user's file, or what is asked of it, cannot be used. The message is one sentence for the user: the cause and a way out; texts from the file are escaped in it.</summary>
/// <param name="message">The sentence.</param>
public sealed class ModelFileException(string message) : Exception(message);
