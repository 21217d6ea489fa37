using Grpc.Core;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Limits;

/// <summary>Bounds an amount that is held at a time: by all callers together, by each, and in each workspace. Nobody waits.</summary>
/// <param name="limits">The limits.</param>
/// <param name="what">What is counted, in the plural, for refusals.</param>
internal sealed class Quota(QuotaLimits limits, string what)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Caller, long> _ofCallers = [];
    private readonly Dictionary<string, long> _ofWorkspaces = new(StringComparer.Ordinal);
    private long _total;

    /// <summary>The amount that is held now.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    /// <summary>Takes an amount for a caller until the hold is disposed of.</summary>
    /// <exception cref="ApiFault">A limit would be exceeded.</exception>
    public QuotaHold Take(Caller caller, long amount = 1)
    {
        Check(TryTake(caller, amount));
        return new QuotaHold(this, caller, amount, GiveBack);
    }

    /// <summary>Takes an amount, 0 or more, for a caller, or returns the limit that it would exceed and takes nothing.</summary>
    public QuotaAnswer TryTake(Caller caller, long amount)
    {
        lock (_lock)
        {
            // The narrow limits first: who is above one of them must not be taken for one that all others have to wait for.
            if (_ofCallers.GetValueOrDefault(caller) + amount > limits.PerCaller)
            {
                return QuotaAnswer.AboveLimitPerCaller;
            }

            if (!FitsWorkspace(caller, amount))
            {
                return QuotaAnswer.AboveLimitPerWorkspace;
            }

            if (_total + amount > limits.All)
            {
                return QuotaAnswer.AboveLimit;
            }

            _total += amount;
            Add(_ofCallers, caller, amount);
            AddToWorkspace(caller, amount);
            return QuotaAnswer.Taken;
        }
    }

    /// <summary>Gives back an amount that the caller has taken, in the same workspace or in none.</summary>
    public void GiveBack(Caller caller, long amount)
    {
        lock (_lock)
        {
            _total -= amount;
            Add(_ofCallers, caller, -amount);
            AddToWorkspace(caller, -amount);
        }
    }

    /// <summary>Counts an amount that a caller holds to a workspace too, once the call has named it.</summary>
    /// <param name="caller">The caller in the workspace.</param>
    /// <param name="amount">The amount, which counts to no workspace yet.</param>
    /// <exception cref="ApiFault">The workspace would have more than its limit.</exception>
    public void Enter(Caller caller, long amount)
    {
        lock (_lock)
        {
            Check(FitsWorkspace(caller, amount) ? QuotaAnswer.Taken : QuotaAnswer.AboveLimitPerWorkspace);
            AddToWorkspace(caller, amount);
        }
    }

    /// <exception cref="ApiFault">The answer is not that the amount is taken; the fault says which limit was reached.</exception>
    public void Check(QuotaAnswer answer)
    {
        if (answer == QuotaAnswer.Taken)
        {
            return;
        }

        var (limit, whose, scope) = answer switch
        {
            QuotaAnswer.AboveLimitPerCaller => (limits.PerCaller, " of the same caller", "caller"),
            QuotaAnswer.AboveLimitPerWorkspace => (limits.PerWorkspace, " of the same workspace", "workspace"),
            _ => (limits.All, "", "server"),
        };
        var facts = new Dictionary<string, string>
        {
            ["quota"] = what,
            ["scope"] = scope,
            ["limit"] = limit.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        throw new ApiFault(StatusCode.ResourceExhausted, ErrorReason.Overloaded, $"At most {limit} {what}{whose} are served at a time.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
            Facts = facts,
        };
    }

    private bool FitsWorkspace(Caller caller, long amount) =>
        caller.Workspace is not { } workspace || _ofWorkspaces.GetValueOrDefault(workspace) + amount <= limits.PerWorkspace;

    private void AddToWorkspace(Caller caller, long amount)
    {
        if (caller.Workspace is { } workspace)
        {
            Add(_ofWorkspaces, workspace, amount);
        }
    }

    private static void Add<T>(Dictionary<T, long> held, T of, long amount)
        where T : notnull
    {
        var now = held.GetValueOrDefault(of) + amount;
        if (now > 0)
        {
            held[of] = now;
        }
        else
        {
            // Callers come and go, so one that holds nothing must leave no entry.
            held.Remove(of);
        }
    }
}

/// <summary>The answer of a quota to a caller that asks for an amount.</summary>
internal enum QuotaAnswer
{
    /// <summary>The amount is taken.</summary>
    Taken,

    /// <summary>All callers together would hold more than their limit.</summary>
    AboveLimit,

    /// <summary>The caller would hold more than the limit of one caller.</summary>
    AboveLimitPerCaller,

    /// <summary>All callers together would hold more in the workspace than the limit of one.</summary>
    AboveLimitPerWorkspace,
}
