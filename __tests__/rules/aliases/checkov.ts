import type { Textbook } from "./textbook.ts";

/** What each of Checkov's Dockerfile checks means. */
export const checkovTextbook: readonly Textbook[] = [
  {
    id: "CKV_DOCKER_1",
    bad: "FROM debian:12.8\nEXPOSE 22\n",
    good: "FROM debian:12.8\nEXPOSE 8080\n",
  },
  {
    id: "CKV_DOCKER_2",
    bad: 'FROM debian:12.8\nCOPY app /app\nEXPOSE 8080\nCMD ["/app"]\n',
    good: 'FROM debian:12.8\nCOPY app /app\nEXPOSE 8080\nHEALTHCHECK CMD ["/app", "--probe"]\nCMD ["/app"]\n',
  },
  {
    id: "CKV_DOCKER_3",
    bad: 'FROM debian:12.8\nCOPY app /app\nCMD ["/app"]\n',
    good: 'FROM debian:12.8\nCOPY app /app\nUSER 10001\nCMD ["/app"]\n',
  },
  {
    id: "CKV_DOCKER_4",
    bad: "FROM debian:12.8\nADD app.conf /etc/\n",
    good: "FROM debian:12.8\nCOPY app.conf /etc/\n",
  },
  {
    id: "CKV_DOCKER_5",
    bad: "FROM debian:12.8\nRUN apt-get update\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends jq\n",
  },
  {
    id: "CKV_DOCKER_6",
    bad: "FROM debian:12.8\nMAINTAINER Ada\n",
    good: 'FROM debian:12.8\nLABEL maintainer="Ada"\n',
  },
  { id: "CKV_DOCKER_7", bad: "FROM debian:latest\n", good: "FROM debian:12.8\n" },
  { id: "CKV_DOCKER_7", bad: "FROM debian\n", good: "FROM debian:12.8\n" },
  {
    id: "CKV_DOCKER_8",
    bad: 'FROM debian:12.8\nCOPY app /app\nUSER root\nCMD ["/app"]\n',
    good: 'FROM debian:12.8\nCOPY app /app\nUSER 10001\nCMD ["/app"]\n',
  },
  {
    id: "CKV_DOCKER_9",
    bad: "FROM debian:12.8\nRUN apt update && apt install -y jq\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y jq\n",
  },
  {
    id: "CKV_DOCKER_10",
    bad: "FROM debian:12.8\nWORKDIR work\n",
    good: "FROM debian:12.8\nWORKDIR /work\n",
  },
  {
    id: "CKV_DOCKER_11",
    bad: "FROM debian:12.8 as base\nFROM alpine:3.22 as base\n",
    good: "FROM debian:12.8 as base\nFROM alpine:3.22 as run\n",
  },
  {
    id: "CKV2_DOCKER_1",
    bad: "FROM debian:12.8\nRUN sudo mkdir /work\n",
    good: "FROM debian:12.8\nRUN mkdir /work\n",
  },
  {
    id: "CKV2_DOCKER_2",
    bad: "FROM debian:12.8\nRUN curl -fsSLO --insecure https://example.com/a.txt\n",
    good: "FROM debian:12.8\nRUN curl -fsSLO https://example.com/a.txt\n",
  },
  {
    id: "CKV2_DOCKER_3",
    bad: "FROM debian:12.8\nRUN wget -q --no-check-certificate https://example.com/a.txt\n",
    good: "FROM debian:12.8\nRUN wget -q https://example.com/a.txt\n",
  },
  {
    id: "CKV2_DOCKER_4",
    bad: "FROM python:3.13\nRUN pip install --no-cache-dir --trusted-host pypi.example.com flask==3.1.0\n",
    good: "FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1.0\n",
  },
  {
    id: "CKV2_DOCKER_5",
    bad: "FROM python:3.13\nENV PYTHONHTTPSVERIFY=0\n",
    good: "FROM python:3.13\nENV PYTHONHTTPSVERIFY=1\n",
  },
  {
    id: "CKV2_DOCKER_6",
    bad: "FROM node:22.12\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\n",
    good: "FROM node:22.12\nENV NODE_TLS_REJECT_UNAUTHORIZED=1\n",
  },
  {
    id: "CKV2_DOCKER_7",
    bad: "FROM alpine:3.22\nCOPY tool.apk /tmp/\nRUN apk add --no-cache --allow-untrusted /tmp/tool.apk\n",
    good: "FROM alpine:3.22\nCOPY tool.apk /tmp/\nRUN apk add --no-cache /tmp/tool.apk\n",
  },
  {
    id: "CKV2_DOCKER_8",
    bad: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --allow-unauthenticated jq\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y jq\n",
  },
  {
    id: "CKV2_DOCKER_9",
    bad: "FROM fedora:43\nRUN dnf install -y --nogpgcheck jq\n",
    good: "FROM fedora:43\nRUN dnf install -y jq\n",
  },
  {
    id: "CKV2_DOCKER_10",
    bad: "FROM fedora:43\nCOPY tool.rpm /tmp/\nRUN rpm -i --nosignature /tmp/tool.rpm\n",
    good: "FROM fedora:43\nCOPY tool.rpm /tmp/\nRUN rpm -i /tmp/tool.rpm\n",
  },
  {
    id: "CKV2_DOCKER_11",
    bad: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --force-yes jq\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y jq\n",
  },
  {
    id: "CKV2_DOCKER_12",
    bad: "FROM node:22.12\nENV NPM_CONFIG_STRICT_SSL=false\n",
    good: "FROM node:22.12\nENV NPM_CONFIG_STRICT_SSL=true\n",
  },
  {
    id: "CKV2_DOCKER_13",
    bad: "FROM node:22.12\nRUN npm config set strict-ssl false\n",
    good: "FROM node:22.12\nRUN npm config set strict-ssl true\n",
  },
  {
    id: "CKV2_DOCKER_14",
    bad: "FROM debian:12.8\nENV GIT_SSL_NO_VERIFY=true\n",
    good: "FROM debian:12.8\nENV GIT_SSL_CAINFO=/etc/ssl/own.pem\n",
  },
  {
    id: "CKV2_DOCKER_15",
    bad: "FROM fedora:43\nRUN yum-config-manager --save --setopt=internal.sslverify=false\n",
    good: "FROM fedora:43\nRUN yum-config-manager --save --setopt=internal.sslverify=true\n",
  },
  {
    id: "CKV2_DOCKER_16",
    bad: "FROM python:3.13\nENV PIP_TRUSTED_HOST=pypi.example.com\n",
    good: "FROM python:3.13\nENV PIP_CERT=/etc/ssl/own.pem\n",
  },
  {
    id: "CKV2_DOCKER_17",
    bad: "FROM debian:12.8\nRUN echo 'app:swordfish' | chpasswd\n",
    good: "FROM debian:12.8\nRUN useradd --create-home app\n",
  },
];
