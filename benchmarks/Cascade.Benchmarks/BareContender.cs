using System.Diagnostics;
using Cascade.Inference;
using Cascade.Inference.Onnx;

namespace Cascade.Benchmarks;

/// <summary>ONNX Runtime alone, frame after frame on the caller's thread.</summary>
/// <param name="name">What reports call it.</param>
/// <param name="frames">The frames of the recording.</param>
/// <param name="shareSession">Whether the model's shared session is used.</param>
/// <param name="copy">Whether frame and context are copied into the input tensor and the state goes on, as it must to get an answer; else the call alone.</param>
internal sealed class BareContender(string name, float[][] frames, bool shareSession, bool copy) : Contender(name)
{
    private readonly OnnxInference _inference = new(OnnxModel.For(VadModel.SileroV6, OrtRuntime.Get(path: null)), shareSession);

    public override Task RunAsync()
    {
        _inference.Reset();
        int done = 0;
        for (int second = 1; done < frames.Length; second++)
        {
            int until = Recording.FramesIn(second);
            int first = done;
            long sum = 0;
            for (; done < until; done++)
            {
                long before = Stopwatch.GetTimestamp();
                if (copy)
                {
                    _inference.Infer(frames[done]);
                }
                else
                {
                    _inference.Run();
                }

                long ticks = Stopwatch.GetTimestamp() - before;
                sum += ticks;
                AddCall(ticks, 1);
            }

            AddSecond(sum, until - first);
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _inference.Dispose();
        return ValueTask.CompletedTask;
    }
}
