namespace OkrGrains.Crash;

/// <summary>The moments at which a server is killed.</summary>
internal enum KillMoment
{
    /// <summary>The server is killed at any moment of its start.</summary>
    Starting,

    /// <summary>The server is killed just after it has begun to answer, while producers come back.</summary>
    Answering,

    /// <summary>The server is killed while readings flow.</summary>
    Loaded,

    /// <summary>The server is killed while readings flow and a changed plan is applied.</summary>
    Applying,

    /// <summary>The server is killed as soon as a changed plan is durable, while goals are being told of it.</summary>
    Applied,

    /// <summary>The server is killed as soon as readings are durable, before they are acknowledged or passed on.</summary>
    Committed,

    /// <summary>The server is killed as soon as readings are acknowledged: if they were not durable yet, they would be lost.</summary>
    Acknowledged,
}
