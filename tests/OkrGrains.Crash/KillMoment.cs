namespace OkrGrains.Crash;

/// <summary>When a server is killed.</summary>
internal enum KillMoment
{
    /// <summary>At any moment of its start.</summary>
    Starting,

    /// <summary>Just when it answers, while producers come back.</summary>
    Answering,

    /// <summary>While readings flow.</summary>
    Loaded,

    /// <summary>While readings flow and a changed plan is applied.</summary>
    Applying,

    /// <summary>When the changed plan is durable, and goals are being told of it.</summary>
    Applied,

    /// <summary>When readings are durable, and neither acknowledged nor passed on.</summary>
    Committed,

    /// <summary>When readings have just been acknowledged: were they not durable yet, they would never be.</summary>
    Acknowledged,
}
