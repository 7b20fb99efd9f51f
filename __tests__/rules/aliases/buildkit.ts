import type { Textbook } from "./textbook.ts";

/** What each of BuildKit's build checks means. */
export const buildKitTextbook: readonly Textbook[] = [
  {
    id: "StageNameCasing",
    bad: "FROM alpine:3.22 AS BuildBase\n",
    good: "FROM alpine:3.22 AS build-base\n",
  },
  {
    id: "FromAsCasing",
    bad: "FROM alpine:3.22 as build\n",
    good: "FROM alpine:3.22 AS build\n",
  },
  {
    id: "NoEmptyContinuation",
    bad: "FROM alpine:3.22\nRUN mkdir /a && \\\n\n    mkdir /b\n",
    good: "FROM alpine:3.22\nRUN mkdir /a && \\\n    mkdir /b\n",
  },
  {
    id: "ConsistentInstructionCasing",
    bad: "FROM alpine:3.22\nrun mkdir /a\nCOPY a /a/\n",
    good: "FROM alpine:3.22\nRUN mkdir /a\nCOPY a /a/\n",
  },
  {
    id: "DuplicateStageName",
    bad: "FROM golang:1.23 AS build\nFROM alpine:3.22 AS build\n",
    good: "FROM golang:1.23 AS build\nFROM alpine:3.22 AS run\n",
  },
  {
    id: "ReservedStageName",
    bad: "FROM alpine:3.22 AS context\nRUN mkdir /a\n",
    good: "FROM alpine:3.22 AS base\nRUN mkdir /a\n",
  },
  {
    id: "JSONArgsRecommended",
    bad: "FROM nginx:1.27.3\nENTRYPOINT nginx -g 'daemon off;'\n",
    good: 'FROM nginx:1.27.3\nENTRYPOINT ["nginx", "-g", "daemon off;"]\n',
  },
  {
    id: "MaintainerDeprecated",
    bad: "FROM alpine:3.22\nMAINTAINER ada@example.com\n",
    good: 'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="ada@example.com"\n',
  },
  {
    id: "UndefinedArgInFrom",
    bad: "ARG ALPINE_VERSION=3.22\nFROM alpine:${ALPINE_VERSOIN}\n",
    good: "ARG ALPINE_VERSION=3.22\nFROM alpine:${ALPINE_VERSION}\n",
  },
  {
    id: "WorkdirRelativePath",
    bad: "FROM alpine:3.22\nWORKDIR usr/share\n",
    good: "FROM alpine:3.22\nWORKDIR /usr/share\n",
  },
  {
    id: "UndefinedVar",
    bad: "FROM alpine:3.22 AS base\nARG APP_DIR=/srv\nCOPY . ${APP_DRI}\n",
    good: "FROM alpine:3.22 AS base\nARG APP_DIR=/srv\nCOPY . ${APP_DIR}\n",
  },
  {
    id: "MultipleInstructionsDisallowed",
    bad: 'FROM node:22.12\nENTRYPOINT ["node", "a.js"]\nENTRYPOINT ["node", "b.js"]\n',
    good: 'FROM node:22.12\nENTRYPOINT ["node", "b.js"]\n',
  },
  {
    id: "LegacyKeyValueFormat",
    bad: "FROM alpine:3.22\nENV APP_DIR /srv/app\n",
    good: "FROM alpine:3.22\nENV APP_DIR=/srv/app\n",
  },
  {
    id: "RedundantTargetPlatform",
    bad: "FROM --platform=$TARGETPLATFORM alpine:3.22 AS base\n",
    good: "FROM alpine:3.22 AS base\n",
  },
  {
    id: "SecretsUsedInArgOrEnv",
    bad: "FROM alpine:3.22\nARG AWS_SECRET_ACCESS_KEY\n",
    good: "FROM alpine:3.22\nRUN --mount=type=secret,id=aws,target=/root/.aws/credentials ./fetch.sh\n",
  },
  {
    id: "InvalidDefaultArgInFrom",
    bad: "ARG VERSION\nFROM alpine:${VERSION}\n",
    good: "ARG VERSION=3.22\nFROM alpine:${VERSION}\n",
  },
  {
    id: "FromPlatformFlagConstDisallowed",
    bad: "FROM --platform=linux/arm64 alpine:3.22 AS base\nRUN mkdir /a\n",
    good: "FROM --platform=$BUILDPLATFORM alpine:3.22 AS base\nRUN mkdir /a\n",
  },
  {
    id: "InvalidBaseImagePlatform",
    bad: "FROM --platform=linux/s390x mcr.microsoft.com/mssql/server:2022-latest\nRUN mkdir /a\n",
    good: "FROM --platform=$BUILDPLATFORM mcr.microsoft.com/mssql/server:2022-latest\nRUN mkdir /a\n",
  },
  {
    id: "CopyIgnoredFile",
    bad: "FROM alpine:3.22\nCOPY notes/todo.md /srv/\n",
    good: "FROM alpine:3.22\nCOPY notes/readme.md /srv/\n",
    files: { ".dockerignore": "**/todo.md\n", "notes/todo.md": "", "notes/readme.md": "" },
  },
  {
    id: "InvalidDefinitionDescription",
    bad: "# The image everything stands on\nFROM alpine:3.22 AS base\n",
    good: "# base is what everything stands on\nFROM alpine:3.22 AS base\n",
  },
  {
    id: "ExposeProtoCasing",
    bad: "FROM alpine:3.22\nEXPOSE 53/UDP\n",
    good: "FROM alpine:3.22\nEXPOSE 53/udp\n",
  },
  {
    id: "ExposeInvalidFormat",
    bad: "FROM alpine:3.22\nEXPOSE 127.0.0.1:80:8080\n",
    good: "FROM alpine:3.22\nEXPOSE 8080\n",
  },
];
