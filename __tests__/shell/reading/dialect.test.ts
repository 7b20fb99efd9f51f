import { describe, expect, test } from "@jest/globals";
import { dialectOf } from "../../../src/shell/reading/dialect.ts";
import { read } from "../read-instruction.ts";

function dialect(text: string): string {
  const { dockerfile, instruction } = read(text);
  return dialectOf(dockerfile, instruction);
}

describe("dialectOf", () => {
  test.each([
    ["FROM alpine\nRUN a", "posix"],
    ['FROM debian\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a', "bash"],
    ['FROM debian\nSHELL ["/usr/bin/env", "bash", "-c"]\nRUN a', "bash"],
    ['FROM x\nSHELL ["conda", "run", "-n", "e", "/bin/bash", "-c"]\nRUN a', "bash"],
    ['FROM x\nSHELL ["/busybox/sh", "-c"]\nRUN a', "posix"],
    ['FROM x\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN a', "posix"],
    ['FROM x\nSHELL ["python", "-c"]\nRUN a', "other"],
    ['FROM x\nSHELL ["/bin/zsh", "-c"]\nRUN a', "other"],
    ['FROM x\nSHELL ["pwsh", "-Command"]\nRUN a', "powershell"],
    ['# escape=`\nFROM x\nSHELL ["powershell", "-Command"]\nRUN a', "powershell"],
    ['FROM x\nSHELL ["C:\\\\Windows\\\\System32\\\\cmd.exe", "/S", "/C"]\nRUN a', "cmd"],
    ["# escape=`\nFROM x\nRUN a", "cmd"],
    ['# escape=`\nFROM x\nSHELL ["/bin/bash", "-c"]\nRUN a', "bash"],
    ["FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN a", "cmd"],
    ["FROM mcr.microsoft.com/windows:20H2\nRUN a", "cmd"],
    ["FROM mcr.microsoft.com/windows/nanoserver:1809\nRUN a", "cmd"],
    ["FROM python:3.12-windowsservercore-ltsc2022\nRUN a", "cmd"],
    ["FROM mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022\nRUN a", "cmd"],
    ["FROM mcr.microsoft.com/dotnet/framework/aspnet:4.8\nRUN a", "cmd"],
    ["FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN a", "posix"],
    ["FROM me/windows-tools\nRUN a", "posix"],
    ["FROM --platform=windows/amd64 x\nRUN a", "cmd"],
    ["FROM python:windowsservercore AS base\nFROM base\nRUN a", "cmd"],
    ['FROM x AS a\nSHELL ["/bin/bash", "-c"]\nFROM a\nRUN a', "bash"],
    ['FROM x AS a\nSHELL ["/bin/bash", "-c"]\nFROM x\nRUN a', "posix"],
  ])("%j is %s", (text, expected) => {
    expect(dialect(text)).toBe(expected);
  });
});
