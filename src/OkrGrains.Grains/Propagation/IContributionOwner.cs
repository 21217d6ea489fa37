using OkrGrains.Grains.Queries;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Propagation;

/// <summary>The grain that a <see cref="ContributionNode"/> belongs to, a goal or a combiner, as far as the node asks it.</summary>
internal interface IContributionOwner
{
    /// <summary>True when somebody besides the grains above has to hear of changes.</summary>
    bool IsWatched { get; }

    /// <summary>The version of what is held now. It is asked only while there are grains above.</summary>
    GoalVersion Version { get; }

    /// <summary>Returns the contribution to the grains above at a read point. It is asked only while there are such grains.</summary>
    Contribution ContributionAt(ReadPoint point);

    /// <summary>Returns the answer to a reader whose expected versions are held. It is asked only while the goal is in the plan.</summary>
    ReadAtLeastResult Answer();

    /// <summary>
    /// Reads the definition, and everything that follows from it, from the store, and has the node hold it and send to the grains above.
    /// </summary>
    Task LoadAsync(CancellationToken cancellation);

    /// <summary>Tells everybody but the grains above what has changed.</summary>
    void TellOthers();
}
