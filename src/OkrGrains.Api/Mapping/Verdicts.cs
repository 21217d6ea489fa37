using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Mapping;

/// <summary>
/// Converts enum values of the model to those of the contract. Each is spelled out, since the numbers of the contract are permanent and
/// those of the model are not.
/// </summary>
internal static class Verdicts
{
    public static Wire.GoalKind ToWire(this GoalKind kind) => kind switch
    {
        GoalKind.Kpi => Wire.GoalKind.Kpi,
        GoalKind.KeyResult => Wire.GoalKind.KeyResult,
        GoalKind.Objective => Wire.GoalKind.Objective,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static Wire.Health ToWire(this Health health) => health switch
    {
        Health.Unscored => Wire.Health.Unscored,
        Health.NoData => Wire.Health.NoData,
        Health.Stale => Wire.Health.Stale,
        Health.Healthy => Wire.Health.Healthy,
        Health.Watch => Wire.Health.Watch,
        Health.Unhealthy => Wire.Health.Unhealthy,
        _ => throw new ArgumentOutOfRangeException(nameof(health), health, null),
    };

    public static Wire.Status ToWire(this Status status) => status switch
    {
        Status.NotStarted => Wire.Status.NotStarted,
        Status.NoData => Wire.Status.NoData,
        Status.Achieved => Wire.Status.Achieved,
        Status.Missed => Wire.Status.Missed,
        Status.OnTrack => Wire.Status.OnTrack,
        Status.Behind => Wire.Status.Behind,
        Status.AtRisk => Wire.Status.AtRisk,
        Status.Succeeded => Wire.Status.Succeeded,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Wire.NoDataReason ToWire(this NoDataReason reason) => reason switch
    {
        NoDataReason.None => Wire.NoDataReason.Unspecified,
        NoDataReason.NotDefined => Wire.NoDataReason.NotDefined,
        NoDataReason.NoReadings => Wire.NoDataReason.NoReadings,
        NoDataReason.NoBaseline => Wire.NoDataReason.NoBaseline,
        NoDataReason.BaselineIsTarget => Wire.NoDataReason.BaselineIsTarget,
        NoDataReason.WindowBegins => Wire.NoDataReason.WindowBegins,
        NoDataReason.NothingBelow => Wire.NoDataReason.NothingBelow,
        NoDataReason.NoDataBelow => Wire.NoDataReason.NoDataBelow,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    public static Wire.ClosingKind ToWire(this ClosingKind kind) => kind switch
    {
        ClosingKind.Closed => Wire.ClosingKind.Closed,
        ClosingKind.Reopened => Wire.ClosingKind.Reopened,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static Wire.Grade ToWire(this Grade grade) => grade switch
    {
        Grade.Green => Wire.Grade.Green,
        Grade.Yellow => Wire.Grade.Yellow,
        Grade.Red => Wire.Grade.Red,
        _ => throw new ArgumentOutOfRangeException(nameof(grade), grade, null),
    };
}
