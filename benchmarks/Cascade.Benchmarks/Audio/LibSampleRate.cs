using System.Runtime.InteropServices;

namespace Cascade.Benchmarks.Audio;

/// <summary>One mono stream of libsamplerate's best sinc converter, by its C API: the yardstick.</summary>
internal sealed unsafe class LibSampleRate : IDisposable
{
    private const string Library = "libsamplerate.so.0";
    private const int SincBestQuality = 0;

    /// <summary>Whether the library is there.</summary>
    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    private readonly double _ratio;
    private nint _state;

    public LibSampleRate(int inputRateHz, int outputRateHz)
    {
        _ratio = (double)outputRateHz / inputRateHz;
        _state = src_new(SincBestQuality, 1, out int error);
        if (_state == 0)
        {
            throw new InvalidOperationException($"libsamplerate: error {error}");
        }
    }

    public int Process(ReadOnlySpan<float> input, Span<float> output)
    {
        fixed (float* source = input)
        fixed (float* destination = output)
        {
            var data = new Data { Input = source, Output = destination, InputFrames = input.Length, OutputFrames = output.Length, Ratio = _ratio };
            int error = src_process(_state, ref data);
            return error == 0 ? (int)data.OutputFramesGenerated : throw new InvalidOperationException($"libsamplerate: error {error}");
        }
    }

    public void Dispose()
    {
        if (_state != 0)
        {
            src_delete(_state);
            _state = 0;
        }
    }

#pragma warning disable IDE1006, SYSLIB1054, CA5392 // names of the C API; a yardstick needs neither generated marshalling nor a search path of its own
    [DllImport(Library)]
    private static extern nint src_new(int converterType, int channels, out int error);

    [DllImport(Library)]
    private static extern int src_process(nint state, ref Data data);

    [DllImport(Library)]
    private static extern nint src_delete(nint state);
#pragma warning restore IDE1006, SYSLIB1054, CA5392 // end of the C API

    [StructLayout(LayoutKind.Sequential)]
    private struct Data
    {
        public float* Input;
        public float* Output;
        public nint InputFrames;
        public nint OutputFrames;
        public nint InputFramesUsed;
        public nint OutputFramesGenerated;
        public int EndOfInput;
        public double Ratio;
    }
}
