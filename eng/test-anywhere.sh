#!/usr/bin/env bash
# Builds, and runs the tests that start no other program than .NET: on Windows and macOS, which lack some of those that ./test.sh installs. Arguments go to dotnet test.
set -euo pipefail
cd "$(dirname "$0")/.."
status=0
dotnet build -c Release tests/Cascade.Tests
dotnet build -c Release tests/Cascade.NAudio.Tests
# The answers, the state machine, formats, threads and ends: all that another operating system or processor could change.
dotnet test -c Release --no-build tests/Cascade.Tests "$@" --filter 'FullyQualifiedName~GoldenTests|FullyQualifiedName~EngineContractTests|FullyQualifiedName~Cascade.Tests.ChunkingTests|FullyQualifiedName~InputFormatTests|FullyQualifiedName~StreamBatchTests|FullyQualifiedName~PushTests|FullyQualifiedName~LifetimeTests|FullyQualifiedName~SpeechTimestampsTests|FullyQualifiedName~PcmDecodingTests|FullyQualifiedName~WavTests|FullyQualifiedName~G711Tests|FullyQualifiedName~AccuracyTests|FullyQualifiedName~AllocationTests|FullyQualifiedName~CancellationTests|FullyQualifiedName~FlushTests|FullyQualifiedName~SegmentTests|FullyQualifiedName~DisposalTests' || status=1
dotnet test -c Release --no-build tests/Cascade.NAudio.Tests "$@" || status=1
exit "$status"
