using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cascade.Inference.Managed.Kernels;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Inference.Managed.Layers;

/// <summary>
/// The LSTM cell of 128 units. A panel's four vectors are the four gates of as many units as a vector has lanes, so that the products leave the gates of a
/// unit in the same lane of neighbouring vectors. The gates are a second pass: computed in the products' loop they would push sums out of the registers.
/// </summary>
internal sealed class Recurrence<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Units = SileroNetwork.HiddenUnits;
    private const int Inputs = NetworkShape.FourthChannels;

    private readonly PanelMatrix<TSimd, TVector> _matrix = new(NetworkShape.GateRows, NetworkShape.RecurrentInputs);

    /// <summary>The same weights for a stream alone.</summary>
    private readonly PackedMatrix<TSimd, TVector>? _packed =
        TSimd.UnpacksWeights ? new(NetworkShape.GateRows, NetworkShape.RecurrentInputs) : null;

    public Recurrence(LstmWeights weights)
    {
        for (int unit = 0; unit < Units; unit++)
        {
            (int panel, int lane) = Math.DivRem(unit, TSimd.Width);
            PackedRows gates = new([RowOf(weights, unit), RowOf(weights, Units + unit), RowOf(weights, (2 * Units) + unit), RowOf(weights, (3 * Units) + unit)]);
            _packed?.Fill(panel, lane, gates);
            for (int gate = 0; gate < NetworkShape.Gates; gate++)
            {
                int source = (gate * Units) + unit;
                int row = (((panel * NetworkShape.Gates) + gate) * TSimd.Width) + lane;
                _matrix.Bias[row] = weights.Bias[source] + weights.Bias[NetworkShape.GateRows + source];
                _matrix.Fill(row, 0, NetworkShape.RecurrentInputs, gates.Rounded(gate), 1);
            }
        }
    }

    /// <summary>One step of each stream: frame i of the workspace belongs to stream i.</summary>
    public void Step(Workspace work, ReadOnlySpan<StreamState> states)
    {
        for (int i = 0; i < states.Length; i++)
        {
            states[i].Hidden.CopyTo(work.Recurrent.Span[((i * NetworkShape.RecurrentInputs) + Inputs)..]);
        }

        if (states.Length == 1 && _packed is not null)
        {
            _packed.Multiply(0, NetworkShape.RecurrentInputs, ref work.Recurrent.First, ref MemoryMarshal.GetReference(_matrix.Bias), ref work.Gates.First);
        }
        else
        {
            Columns input = new(ref work.Recurrent.First, 0, NetworkShape.RecurrentInputs);
            Columns gates = new(ref work.Gates.First, 0, NetworkShape.GateRows);
            _matrix.Multiply(0, NetworkShape.RecurrentInputs, in input, in gates, states.Length, Activation.None);
        }

        for (int i = 0; i < states.Length; i++)
        {
            Advance(work, i, states[i]);
        }
    }

    /// <summary>The part of consecutive steps that does not depend on h, for all frames at once.</summary>
    public void BeginSteps(Workspace work, int frames)
    {
        Columns input = new(ref work.Recurrent.First, 0, NetworkShape.RecurrentInputs);
        Columns gates = new(ref work.Gates.First, 0, NetworkShape.GateRows);
        _matrix.Multiply(0, Inputs, in input, in gates, frames, Activation.None);
    }

    /// <summary>The rest of a step that was begun. The terms are summed in the same order as in <see cref="Step"/>.</summary>
    public void EndStep(Workspace work, int frame, StreamState state)
    {
        ref float frameGates = ref Unsafe.Add(ref work.Gates.First, frame * NetworkShape.GateRows);
        if (_packed is not null)
        {
            _packed.Multiply(Inputs, Units, ref state.Hidden[0], ref frameGates, ref frameGates);
        }
        else
        {
            Columns input = new(ref state.Hidden[0], 0, Units);
            Columns gates = new(ref frameGates, 0, NetworkShape.GateRows);
            _matrix.MultiplyOnto(Inputs, Units, in input, in gates, 1, Activation.None);
        }

        Advance(work, frame, state);
    }

    private static void Advance(Workspace work, int frame, StreamState state)
    {
        ref float gates = ref Unsafe.Add(ref work.Gates.First, frame * NetworkShape.GateRows);
        LstmGates<TSimd, TVector>.Apply(ref gates, ref MemoryMarshal.GetReference(state.Cell), ref MemoryMarshal.GetReference(state.Hidden));
    }

    private static float[] RowOf(LstmWeights weights, int row) =>
        [.. weights.Input.AsSpan(row * Inputs, Inputs), .. weights.Hidden.AsSpan(row * Units, Units)];
}
