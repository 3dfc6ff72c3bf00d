using Cascade.Speech.Diagnostics;
using Cascade.Speech.Wire;

namespace Cascade.Speech.Pool;

/// <content>The threads at the pipes.</content>
internal sealed partial class WorkerProcess
{
    private static void StartThread(Action run, string name) => new Thread(() => run(), StackBytes) { IsBackground = true, Name = name }.Start();

    private void Write()
    {
        try
        {
            Stream stream = _process.StandardInput.BaseStream;
            foreach (Action<Stream> write in _outgoing.GetConsumingEnumerable())
            {
                write(stream);
            }
        }
        catch (Exception)
        {
            Kill(); // it does not listen any more; the reader sees the end
        }
    }

    private void ReadErrors()
    {
        try
        {
            while (_process.StandardError.ReadLine() is { } line)
            {
                _logger.WorkerWrote(Id, line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process has ended.
        }
    }

    private void Read()
    {
        try
        {
            Stream stream = _process.StandardOutput.BaseStream;
            while (FrameIO.Read(stream, FrameIO.MaximumResult) is { } frame)
            {
                Receive(frame);
            }
        }
        catch (Exception e) // whatever a broken worker sends, it ends the worker and not the host
        {
            _logger.WorkerBroke(Id, e);
        }

        End();
    }
}
