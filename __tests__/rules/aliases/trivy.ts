import type { Textbook } from "./textbook.ts";

/** What each of Trivy's Dockerfile checks means. */
export const trivyTextbook: readonly Textbook[] = [
  { id: "DS-0001", bad: "FROM debian:latest\n", good: "FROM debian:12.8\n" },
  { id: "DS-0001", bad: "FROM debian\n", good: "FROM debian:12.8\n" },
  {
    id: "DS-0002",
    bad: 'FROM debian:12.8\nCOPY app /app\nCMD ["/app"]\n',
    good: 'FROM debian:12.8\nCOPY app /app\nUSER 10001\nCMD ["/app"]\n',
  },
  {
    id: "DS-0002",
    bad: 'FROM debian:12.8\nCOPY app /app\nUSER root\nCMD ["/app"]\n',
    good: 'FROM debian:12.8\nCOPY app /app\nUSER 10001\nCMD ["/app"]\n',
  },
  {
    id: "DS-0004",
    bad: "FROM debian:12.8\nEXPOSE 22\n",
    good: "FROM debian:12.8\nEXPOSE 8080\n",
  },
  {
    id: "DS-0005",
    bad: "FROM debian:12.8\nADD settings.json /etc/app/\n",
    good: "FROM debian:12.8\nCOPY settings.json /etc/app/\n",
  },
  {
    id: "DS-0006",
    bad: "FROM debian:12.8 AS build\nCOPY --from=build /a /b\n",
    good: "FROM debian:12.8 AS build\nFROM debian:12.8\nCOPY --from=build /a /b\n",
  },
  {
    id: "DS-0007",
    bad: 'FROM debian:12.8\nENTRYPOINT ["/first"]\nENTRYPOINT ["/second"]\n',
    good: 'FROM debian:12.8\nENTRYPOINT ["/second"]\n',
  },
  {
    id: "DS-0008",
    bad: "FROM debian:12.8\nEXPOSE 65536\n",
    good: "FROM debian:12.8\nEXPOSE 65535\n",
  },
  {
    id: "DS-0009",
    bad: "FROM debian:12.8\nWORKDIR work\n",
    good: "FROM debian:12.8\nWORKDIR /work\n",
  },
  {
    id: "DS-0010",
    bad: "FROM debian:12.8\nRUN sudo mkdir /work\n",
    good: "FROM debian:12.8\nRUN mkdir /work\n",
  },
  {
    id: "DS-0011",
    bad: "FROM debian:12.8\nCOPY one.conf two.conf /etc/app\n",
    good: "FROM debian:12.8\nCOPY one.conf two.conf /etc/app/\n",
  },
  {
    id: "DS-0012",
    bad: "FROM debian:12.8 AS base\nFROM alpine:3.22 AS base\n",
    good: "FROM debian:12.8 AS base\nFROM alpine:3.22 AS run\n",
  },
  {
    id: "DS-0013",
    bad: "FROM debian:12.8\nRUN cd /srv && ./install.sh\n",
    good: "FROM debian:12.8\nWORKDIR /srv\nRUN ./install.sh\n",
  },
  {
    id: "DS-0014",
    bad: "FROM debian:12.8\nRUN wget -q https://example.com/a.txt\nRUN curl -fsSLO https://example.com/b.txt\n",
    good: "FROM debian:12.8\nRUN wget -q https://example.com/a.txt\nRUN wget -q https://example.com/b.txt\n",
  },
  {
    id: "DS-0015",
    bad: "FROM rockylinux:9\nRUN yum install -y vim-minimal\n",
    good: "FROM rockylinux:9\nRUN yum install -y vim-minimal && yum clean all\n",
  },
  {
    id: "DS-0016",
    bad: 'FROM debian:12.8\nCMD ["/first"]\nCMD ["/second"]\n',
    good: 'FROM debian:12.8\nCMD ["/second"]\n',
  },
  {
    id: "DS-0017",
    bad: "FROM debian:12.8\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends jq\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends jq\n",
  },
  {
    id: "DS-0019",
    bad: "FROM fedora:43\nRUN dnf install -y jq\n",
    good: "FROM fedora:43\nRUN dnf install -y jq && dnf clean all\n",
  },
  {
    id: "DS-0020",
    bad: "FROM opensuse/leap:15.6\nRUN zypper -n install jq\n",
    good: "FROM opensuse/leap:15.6\nRUN zypper -n install jq && zypper clean\n",
  },
  {
    id: "DS-0021",
    bad: "FROM debian:12.8\nRUN apt-get update && apt-get install jq\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y jq\n",
  },
  {
    id: "DS-0022",
    bad: "FROM debian:12.8\nMAINTAINER Ada\n",
    good: 'FROM debian:12.8\nLABEL org.opencontainers.image.authors="Ada"\n',
  },
  {
    id: "DS-0023",
    bad: 'FROM debian:12.8\nHEALTHCHECK CMD ["/one"]\nHEALTHCHECK CMD ["/two"]\n',
    good: 'FROM debian:12.8\nHEALTHCHECK CMD ["/two"]\n',
  },
  {
    id: "DS-0024",
    bad: "FROM debian:12.8\nRUN apt-get update && apt-get -y dist-upgrade && rm -rf /var/lib/apt/lists/*\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get -y install jq && rm -rf /var/lib/apt/lists/*\n",
  },
  {
    id: "DS-0025",
    bad: "FROM alpine:3.22\nRUN apk add jq\n",
    good: "FROM alpine:3.22\nRUN apk --no-cache add jq\n",
  },
  {
    id: "DS-0026",
    bad: 'FROM debian:12.8\nCOPY app /app\nEXPOSE 8080\nCMD ["/app"]\n',
    good: 'FROM debian:12.8\nCOPY app /app\nEXPOSE 8080\nHEALTHCHECK CMD ["/app", "--probe"]\nCMD ["/app"]\n',
  },
  {
    id: "DS-0027",
    bad: "FROM redhat/ubi9-minimal:9.5\nRUN microdnf install -y jq\n",
    good: "FROM redhat/ubi9-minimal:9.5\nRUN microdnf install -y jq && microdnf clean all\n",
  },
  {
    id: "DS-0029",
    bad: "FROM debian:12.8\nRUN apt-get update && apt-get install -y jq\n",
    good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends jq\n",
  },
  {
    id: "DS-0030",
    bad: "FROM debian:12.8\nWORKDIR /proc/self\n",
    good: "FROM debian:12.8\nWORKDIR /srv\n",
  },
  {
    id: "DS-0031",
    bad: "FROM debian:12.8\nENV GITHUB_TOKEN=placeholder\n",
    good: "FROM debian:12.8\nENV GITHUB_TOKEN_FILE=/run/secrets/github\n",
  },
  {
    id: "DS-0031",
    bad: "FROM debian:12.8\nCOPY .env /srv/\n",
    good: "FROM debian:12.8\nCOPY app.conf /srv/\n",
  },
];
