namespace OkrGrains.Benchmarks.Peers;

/// <summary>Thrown when the root of a peer differs from the exact answer, so that its speed means nothing.</summary>
internal sealed class WrongAnswerException(string peer, string expected, string actual)
    : Exception($"{peer}: the root should be {expected} and is {actual}.");
