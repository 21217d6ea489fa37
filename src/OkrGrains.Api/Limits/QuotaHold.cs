using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>An amount of a quota that a call holds until this is disposed of. It is given back once, however often that happens.</summary>
/// <param name="quota">The quota.</param>
/// <param name="caller">The caller that has taken the amount.</param>
/// <param name="amount">The amount.</param>
/// <param name="giveBack">Gives an amount back.</param>
internal sealed class QuotaHold(Quota quota, Caller caller, long amount, Action<Caller, long> giveBack) : IDisposable
{
    private readonly Lock _lock = new();
    private Caller _caller = caller;
    private long _amount = amount;
    private bool _ended;

    /// <summary>Takes or gives back what is missing to another amount.</summary>
    /// <exception cref="ApiFault">A limit would be exceeded; the amount stays as it is.</exception>
    public void Resize(long amount)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            if (amount > _amount)
            {
                quota.Check(quota.TryTake(_caller, amount - _amount));
            }
            else
            {
                giveBack(_caller, _amount - amount);
            }

            _amount = amount;
        }
    }

    /// <summary>Counts the amount to a workspace too, once the call has named it.</summary>
    /// <exception cref="ApiFault">The workspace would have more than its limit.</exception>
    public void Enter(string workspace)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            if (_caller.Workspace is null)
            {
                var entering = _caller.In(workspace);
                quota.Enter(entering, _amount);
                _caller = entering;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (!_ended)
            {
                _ended = true;
                giveBack(_caller, _amount);
            }
        }
    }
}
