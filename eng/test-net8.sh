#!/usr/bin/env bash
# Tests the net8.0 assemblies of the packages, on the runtime that is there: the tests, which were built for another one, run beside them as a program does that rolls forward.
# After a Release build. Arguments go to dotnet test.
set -euo pipefail
cd "$(dirname "$0")/.."

# test_with PROJECT FILTER LIBRARY...: a copy of the built tests, with these libraries' net8.0 builds in place of the newer ones.
test_with() {
    local project=$1 filter=$2 library
    shift 2
    local built="tests/$project/bin/Release/net10.0" copy="tests/$project/bin/Release/net8.0-libraries"
    rm -rf "$copy"
    cp -r "$built" "$copy"
    for library in "$@"; do
        cp "src/$library/bin/Release/net8.0/$library."{dll,pdb} "$copy/"
    done
    CASCADE_TESTED_FRAMEWORK=net8.0 dotnet test "$copy/$project.dll" --filter "$filter" "${arguments[@]}" || status=1
    rm -rf "$copy"
}

# What has its own code in older frameworks, and what the numbers and the protocol must not differ in. The rest is the same code, and the command line has no such build.
arguments=("$@")
status=0
test_with Cascade.Tests 'FullyQualifiedName!~CommandLine&(FullyQualifiedName~TestedLibraryTests|FullyQualifiedName~GoldenTests|FullyQualifiedName~EngineContractTests|FullyQualifiedName~ChunkingTests|FullyQualifiedName~InputFormatTests|FullyQualifiedName~StreamBatchTests|FullyQualifiedName~PushTests|FullyQualifiedName~LifetimeTests|FullyQualifiedName~SpeechTimestampsTests|FullyQualifiedName~AllocationTests|FullyQualifiedName~ServiceCollectionTests)' Cascade Cascade.Extensions.DependencyInjection
test_with Cascade.Hosting.Tests 'FullyQualifiedName~TestedLibraryTests|FullyQualifiedName~GoldenTests|FullyQualifiedName~EndingTests|FullyQualifiedName~CommandTests|FullyQualifiedName~ResumeTests|FullyQualifiedName~AnyMessageTests' Cascade Cascade.Extensions.DependencyInjection Cascade.Hosting
exit "$status"
