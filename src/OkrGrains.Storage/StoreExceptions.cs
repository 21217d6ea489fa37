namespace OkrGrains.Storage;

/// <summary>What was to be written no longer fits what is stored: somebody else wrote first.</summary>
/// <param name="message">What does not fit.</param>
public sealed class StoreConflictException(string message) : Exception(message);

/// <summary>The store takes no more writes until the cause is removed; reads go on.</summary>
/// <param name="message">The cause.</param>
/// <param name="inner">What the storage engine said.</param>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store cannot be opened: it is served by another process, of an unknown format, or damaged.</summary>
/// <param name="message">Which of these, in words for the person who started the program.</param>
/// <param name="inner">What the storage engine said.</param>
public sealed class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner);
