import type { HadolintTextbook } from "./textbook.ts";

/** What those ids of hadolint mean that are about package managers. */
export const hadolintPackagesTextbook: readonly HadolintTextbook[] = [
  {
    id: "DL3008",
    severity: "warning",
    bad: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends jq=1.6-2.1 && rm -rf /var/lib/apt/lists/*\n",
  },
  {
    id: "DL3009",
    severity: "info",
    bad: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends jq\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*\n",
  },
  {
    id: "DL3013",
    severity: "warning",
    bad: "FROM python:3.13\nRUN pip install --no-cache-dir flask\n",
    good: "FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1.0\n",
  },
  {
    id: "DL3014",
    severity: "warning",
    bad: "FROM debian:12.8\nRUN apt-get update && apt-get install --no-install-recommends jq && rm -rf /var/lib/apt/lists/*\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get install --no-install-recommends -y jq && rm -rf /var/lib/apt/lists/*\n",
  },
  {
    id: "DL3015",
    severity: "info",
    bad: "FROM debian:12.8\nRUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends jq && rm -rf /var/lib/apt/lists/*\n",
  },
  {
    id: "DL3016",
    severity: "warning",
    bad: "FROM node:22.12\nRUN npm install -g typescript\n",
    good: "FROM node:22.12\nRUN npm install -g typescript@5.7.2\n",
  },
  {
    id: "DL3018",
    severity: "warning",
    bad: "FROM alpine:3.22\nRUN apk add --no-cache jq\n",
    good: "FROM alpine:3.22\nRUN apk add --no-cache jq=1.8.0-r0\n",
  },
  {
    id: "DL3019",
    severity: "info",
    bad: "FROM alpine:3.22\nRUN apk add jq\n",
    good: "FROM alpine:3.22\nRUN apk add --no-cache jq\n",
  },
  {
    id: "DL3027",
    severity: "warning",
    bad: "FROM debian:12.8\nRUN apt install -y jq\n",
    good: "FROM debian:12.8\nRUN apt-get install -y jq\n",
  },
  {
    id: "DL3028",
    severity: "warning",
    bad: "FROM ruby:3.3\nRUN gem install rake\n",
    good: "FROM ruby:3.3\nRUN gem install rake:13.2.1\n",
  },
  {
    id: "DL3030",
    severity: "warning",
    bad: "FROM rockylinux:9\nRUN yum install jq-1.6 && yum clean all\n",
    good: "FROM rockylinux:9\nRUN yum install -y jq-1.6 && yum clean all\n",
  },
  {
    id: "DL3032",
    severity: "warning",
    bad: "FROM rockylinux:9\nRUN yum install -y jq-1.6\n",
    good: "FROM rockylinux:9\nRUN yum install -y jq-1.6 && yum clean all\n",
  },
  {
    id: "DL3033",
    severity: "warning",
    bad: "FROM rockylinux:9\nRUN yum install -y jq && yum clean all\n",
    good: "FROM rockylinux:9\nRUN yum install -y jq-1.6 && yum clean all\n",
  },
  {
    id: "DL3034",
    severity: "warning",
    bad: "FROM opensuse/leap:15.6\nRUN zypper install jq=1.6 && zypper clean\n",
    good: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install jq=1.6 && zypper clean\n",
  },
  {
    id: "DL3035",
    severity: "warning",
    bad: "FROM opensuse/leap:15.6\nRUN zypper -n dist-upgrade && zypper clean\n",
    good: "FROM opensuse/leap:15.6\nRUN zypper -n install jq=1.6 && zypper clean\n",
  },
  {
    id: "DL3036",
    severity: "warning",
    bad: "FROM opensuse/leap:15.6\nRUN zypper -n install jq=1.6\n",
    good: "FROM opensuse/leap:15.6\nRUN zypper -n install jq=1.6 && zypper clean\n",
  },
  {
    id: "DL3037",
    severity: "warning",
    bad: "FROM opensuse/leap:15.6\nRUN zypper -n install jq && zypper clean\n",
    good: "FROM opensuse/leap:15.6\nRUN zypper -n install jq=1.6 && zypper clean\n",
  },
  {
    id: "DL3038",
    severity: "warning",
    bad: "FROM fedora:43\nRUN dnf install jq-1.7.1 && dnf clean all\n",
    good: "FROM fedora:43\nRUN dnf install -y jq-1.7.1 && dnf clean all\n",
  },
  {
    id: "DL3040",
    severity: "warning",
    bad: "FROM fedora:43\nRUN dnf install -y jq-1.7.1\n",
    good: "FROM fedora:43\nRUN dnf install -y jq-1.7.1 && dnf clean all\n",
  },
  {
    id: "DL3041",
    severity: "warning",
    bad: "FROM fedora:43\nRUN dnf install -y jq && dnf clean all\n",
    good: "FROM fedora:43\nRUN dnf install -y jq-1.7.1 && dnf clean all\n",
  },
  {
    id: "DL3042",
    severity: "warning",
    bad: "FROM python:3.13\nRUN pip install flask==3.1.0\n",
    good: "FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1.0\n",
  },
  {
    id: "DL3060",
    severity: "info",
    bad: "FROM node:22.12\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\n",
    good: "FROM node:22.12\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile && yarn cache clean\n",
  },
  {
    id: "DL3062",
    severity: "warning",
    bad: "FROM golang:1.23\nRUN go install example.com/cmd/tool@latest\n",
    good: "FROM golang:1.23\nRUN go install example.com/cmd/tool@v1.4.2\n",
  },
];
