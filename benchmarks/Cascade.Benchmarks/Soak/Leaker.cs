using System.Runtime.InteropServices;

namespace Cascade.Benchmarks.Soak;

/// <summary>Leaks on purpose, to see the soak fail.</summary>
internal sealed class Leaker(SoakLeak leak)
{
    private const int StreamsPerHandle = 200;

    private readonly List<object> _kept = [];
    private int _streams;

    public void Leak()
    {
        lock (_kept)
        {
            bool isTurn = ++_streams % StreamsPerHandle == 0;
            switch (leak)
            {
                case SoakLeak.Managed:
                    _kept.Add(new byte[1024]);
                    break;
                case SoakLeak.Native:
                    Marshal.Copy(new byte[10 * 1024], 0, Marshal.AllocHGlobal(10 * 1024), 10 * 1024);
                    break;
                case SoakLeak.Handle when isTurn:
                    _kept.Add(File.OpenHandle(Environment.ProcessPath!));
                    break;
                case SoakLeak.Thread when isTurn:
                    Thread thread = new(static () => Thread.Sleep(Timeout.Infinite)) { IsBackground = true };
                    thread.Start();
                    break;
            }
        }
    }
}
