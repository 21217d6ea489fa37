namespace OkrGrains.Benchmarks.Peers;

/// <summary>A peer's root was not the exact answer, so its speed says nothing.</summary>
internal sealed class WrongAnswerException(string peer, string expected, string actual)
    : Exception($"{peer}: the root should be {expected} and is {actual}.");
