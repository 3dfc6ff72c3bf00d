using System.Diagnostics;
using Cascade.Inference.Onnx;

namespace Cascade.Benchmarks;

/// <summary>ONNX Runtime alone, frame after frame on the caller's thread.</summary>
/// <param name="name">What reports call it.</param>
/// <param name="frames">The frames of the recording.</param>
/// <param name="inference">What is run; its owner disposes it.</param>
/// <param name="copy">Whether frame and context are copied into the input tensor and the state goes on, as it must to get an answer; else the call alone.</param>
internal sealed class BareContender(string name, float[][] frames, OnnxInference inference, bool copy) : Contender(name)
{
    public override Task RunAsync()
    {
        inference.Reset();
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
                    inference.Infer(frames[done]);
                }
                else
                {
                    inference.Run();
                }

                long ticks = Stopwatch.GetTimestamp() - before;
                sum += ticks;
                AddCall(ticks, 1);
            }

            AddSecond(sum, until - first);
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
