using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Propagation;

/// <summary>
/// Holds the newest contribution on each of a goal's edges, and their roll-up. Older contributions are ignored, so that calls may come
/// late, twice or in any order.
/// </summary>
internal sealed class Inputs
{
    /// <summary>The most edges that are searched one by one, without a dictionary.</summary>
    private const int Few = 8;

    private readonly Dictionary<long, int>? _first;
    private readonly Slot[] _slots;
    private readonly (ReadPoint At, int Slot)[] _operands;
    private readonly int _measured;
    private readonly int _captured;
    private readonly int _ended;
    private readonly bool _isRolledUp;
    private readonly RollUpKind _rollUp;
    private RollUp _total;
    private bool _isTotalWhole;
    private PathSum _positions;
    private PathSum _instantSum;
    private Instant _at = Instant.Earliest;

    private Inputs(IReadOnlyList<EdgeRow> below, RollUpKind rollUp, Func<EdgeRow, InputKey> keyOf)
    {
        _rollUp = rollUp;
        _first = below.Count > Few ? new(below.Count) : null;
        (_measured, _captured, _ended, _operands) = (-1, -1, -1, []);
        var slots = new List<Slot>(below.Count);
        var operands = 0;
        foreach (var edge in below)
        {
            Add(slots, keyOf(edge), edge);
            operands += edge.Role == EdgeRole.Operand ? 1 : 0;
            _isRolledUp |= edge.Role.IsRolledUp();
        }

        _slots = [.. slots];
        foreach (var edge in below)
        {
            if (edge.Role == EdgeRole.Measured && edge.At.IsEndedPart)
            {
                _ended = Find(_slots, keyOf(edge));
            }
            else if (edge.Role == EdgeRole.Measured && _measured < 0)
            {
                _measured = Find(_slots, keyOf(edge));
            }
            else if (edge.Role == EdgeRole.Captured && _captured < 0)
            {
                _captured = Find(_slots, keyOf(edge));
            }
        }

        if (operands > 0)
        {
            _operands =
            [
                .. below.Where(edge => edge.Role == EdgeRole.Operand).OrderBy(edge => edge.Ordinal).Select(edge => (edge.At, Find(_slots, keyOf(edge)))),
            ];
        }
    }

    /// <summary>The inputs of a goal that is not in the plan.</summary>
    public static Inputs None { get; } = Of([], RollUpKind.WeightedAverage);

    /// <summary>The number of the formula's operands, each at every point at which it is read.</summary>
    public int OperandCount => _operands.Length;

    /// <summary>Returns the values held for the operands of a formula, in the formula's order; null for a value that is absent.</summary>
    /// <param name="point">The point at which the goal itself is read.</param>
    public Nano?[] OperandsAt(ReadPoint point) =>
        [.. _operands.Where(operand => operand.At.NotAfter == point.NotAfter).Select(operand => _slots[operand.Slot].Held?.Value)];

    /// <summary>The contribution held of the KPI that measures a key result; null before the first one.</summary>
    public Contribution? Measured => _measured < 0 ? null : _slots[_measured].Held;

    /// <summary>The part of a window that has ended, held of the KPI that measures a key result with a prorated target; null without.</summary>
    public PeriodPart? Ended => _ended < 0 ? null : _slots[_ended].Held?.Ended;

    /// <summary>The contribution held of the KPI that a key result takes its baseline from; null before the first one.</summary>
    public Contribution? Captured => _captured < 0 ? null : _slots[_captured].Held;

    /// <summary>Gets the contribution held on an edge; null before the first one.</summary>
    public Contribution? this[InputKey key] => Find(key) is >= 0 and var slot ? _slots[slot].Held : null;

    /// <summary>Creates inputs that hold nothing yet on a goal's edges; contributions on other edges are ignored.</summary>
    /// <param name="below">The edges on which the goal reads others.</param>
    /// <param name="rollUp">The way in which the goal rolls up.</param>
    public static Inputs Of(IReadOnlyList<EdgeRow> below, RollUpKind rollUp) => new(below, rollUp, InputKey.Of);

    /// <summary>Creates inputs that hold nothing yet on those edges of a goal that one of its combiners takes.</summary>
    /// <param name="below">The edges of the combiner.</param>
    /// <param name="rollUp">The way in which the goal rolls up.</param>
    public static Inputs OfCombiner(IReadOnlyList<EdgeRow> below, RollUpKind rollUp) =>
        new(below, rollUp, edge => new InputKey(edge.Child, edge.At));

    /// <summary>Returns the version of the goal under its own revision, with the sums over everything held.</summary>
    public GoalVersion Version(long revision) => new(revision, _positions, _at, _instantSum);

    /// <summary>
    /// Returns the roll-up of all edges that are rolled up. An edge without a contribution counts with its weight, and with score and
    /// coverage zero.
    /// </summary>
    public RollUp Total()
    {
        if (!_isTotalWhole && _isRolledUp)
        {
            _total = default;
            foreach (ref readonly var slot in _slots.AsSpan())
            {
                _total = _total.Merge(TermOf(slot, slot.Held));
            }

            _isTotalWhole = true;
        }

        return _total;
    }

    /// <summary>Returns true if an edge holds a version or a newer one, or does not exist any more, so that nothing will come.</summary>
    public bool Holds(InputKey key, GoalVersion version) =>
        Find(key) is var slot && (slot < 0 || _slots[slot].Held?.Version >= version);

    /// <summary>Returns the newest revision among contributions, or the known one if none is newer.</summary>
    /// <remarks>
    /// A change of definitions raises the revision of everything that the change touches and of everything above. So a revision newer than
    /// the goal's own says that the goal has a newer definition. On an edge that the goal does not know, such a contribution may be all
    /// that it ever hears of the new definition: the message may have gone to another activation.
    /// </remarks>
    public static long NewestRevision(long known, ImmutableArray<Contribution> contributions)
    {
        foreach (var contribution in contributions)
        {
            known = Math.Max(known, contribution.Version.Revision);
        }

        return known;
    }

    /// <summary>Takes those contributions that are newer than what is held.</summary>
    /// <returns>Changed is true if figures have changed; AreHeld is true if exactly these contributions are held now.</returns>
    public (bool Changed, bool AreHeld) TakeAll(ImmutableArray<Contribution> contributions)
    {
        var (changed, areHeld) = (false, true);
        foreach (var contribution in contributions)
        {
            var change = Take(contribution);
            changed |= change == InputChange.Figures;
            areHeld &= change != InputChange.None;
        }

        return (changed, areHeld);
    }

    /// <summary>Takes a contribution if it is newer than what is held.</summary>
    /// <returns>The effect of the contribution.</returns>
    public InputChange Take(Contribution contribution)
    {
        var index = Find(InputKey.Of(contribution));
        if (index < 0)
        {
            return InputChange.None;
        }

        ref var slot = ref _slots[index];
        var held = slot.Held;
        var same = held is not null && held.SameFiguresAs(contribution);
        if (held is not null && contribution.Version <= held.Version)
        {
            return same && contribution.Version == held.Version ? InputChange.Held : InputChange.None;
        }

        _positions = _positions.Replace(held?.Version.Positions ?? default, contribution.Version.Positions);
        _instantSum = _instantSum.Replace(held is null ? default : InstantSumOf(held.Version), InstantSumOf(contribution.Version));
        _at = contribution.Version.At > _at ? contribution.Version.At : _at;
        slot.Held = contribution;
        if (same)
        {
            return InputChange.Version;
        }

        if (_isRolledUp && _isTotalWhole)
        {
            _total = _total.Replace(TermOf(slot, held), TermOf(slot, contribution), out _isTotalWhole);
        }

        return InputChange.Figures;
    }

    private RollUp TermOf(in Slot slot, Contribution? held) => slot.IsCombiner
        ? held?.Part?.Sum ?? default
        : RollUp.Term(_rollUp, slot.Weight, held?.Score ?? Portion.Zero, held?.Coverage ?? Portion.Zero);

    private static PathSum InstantSumOf(GoalVersion version) =>
        version.InstantSum.Add(version.Revision).Add(version.At.UnixMillis - Instant.Earliest.UnixMillis);

    /// <summary>Adds an edge. Two edges to one child at one read point share a slot, which then counts with the weights of both.</summary>
    private void Add(List<Slot> slots, InputKey key, EdgeRow edge)
    {
        var known = Find(CollectionsMarshal.AsSpan(slots), key);
        if (known >= 0)
        {
            slots[known] = slots[known] with { Weight = slots[known].WeightWith(edge) };
            return;
        }

        var next = -1;
        if (_first is not null)
        {
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_first, key.Child, out var exists);
            next = exists ? first : -1;
            first = slots.Count;
        }

        var slot = new Slot { Child = key.Child, At = key.At, Next = next };
        slots.Add(slot with { Weight = slot.WeightWith(edge) });
    }

    private int Find(InputKey key) => Find(_slots, key);

    private int Find(ReadOnlySpan<Slot> slots, InputKey key)
    {
        if (_first is null)
        {
            var few = slots.Length - 1;
            while (few >= 0 && (slots[few].Child != key.Child || slots[few].At != key.At))
            {
                few--;
            }

            return few;
        }

        if (!_first.TryGetValue(key.Child, out var slot))
        {
            return -1;
        }

        while (slot >= 0 && slots[slot].At != key.At)
        {
            slot = slots[slot].Next;
        }

        return slot;
    }

    /// <summary>One child at one read point.</summary>
    private record struct Slot
    {
        public required long Child { get; init; }

        public required ReadPoint At { get; init; }

        public readonly bool IsCombiner => Child < 0;

        /// <summary>The slot of the same child at another read point; −1 for none, and when no dictionary is used.</summary>
        public required int Next { get; init; }

        public Weight Weight { get; init; }

        public Contribution? Held { get; set; }

        public readonly Weight WeightWith(EdgeRow edge) =>
            edge.Role.IsRolledUp() ? new(Weight.Micro + edge.Weight.Micro) : Weight;
    }
}

/// <summary>The effect of a contribution.</summary>
internal enum InputChange
{
    /// <summary>The contribution was ignored: its edge does not exist, or it is neither newer than what is held nor the same.</summary>
    None,

    /// <summary>The contribution was held already.</summary>
    Held,

    /// <summary>Only the version has changed: no figures need to be computed again.</summary>
    Version,

    /// <summary>The contribution has changed figures.</summary>
    Figures,
}
