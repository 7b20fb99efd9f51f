import type { Textbook } from "./textbook.ts";

/** What those rules of Sonar's Docker analysis mean that have an id of their own here. */
export const sonarTextbook: readonly Textbook[] = [
  {
    id: "S2612",
    bad: "FROM debian:12.8\nRUN chmod -R 777 /srv/app\n",
    good: "FROM debian:12.8\nRUN chmod -R 750 /srv/app\n",
  },
  {
    id: "S5332",
    bad: "FROM debian:12.8\nRUN curl -fsSLO http://downloads.example.com/a.txt\n",
    good: "FROM debian:12.8\nRUN curl -fsSLO https://downloads.example.com/a.txt\n",
  },
  {
    id: "S6431",
    bad: "FROM debian:12.8\nRUN --network=host ./fetch.sh\n",
    good: "FROM debian:12.8\nRUN ./fetch.sh\n",
  },
  {
    id: "S6502",
    bad: "# syntax=docker/dockerfile:1\nFROM debian:12.8\nRUN --security=insecure ./probe.sh\n",
    good: "# syntax=docker/dockerfile:1\nFROM debian:12.8\nRUN ./probe.sh\n",
  },
  {
    id: "S7023",
    bad: "FROM debian:12.8\n",
    good: "FROM debian:12.8@sha256:1f9c9f5d3f7a0c2c5b2f4e9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b\n",
  },
  {
    id: "S7031",
    bad: "FROM debian:12.8\nRUN mkdir /a\nRUN mkdir /b\n",
    good: "FROM debian:12.8\nRUN mkdir /a && mkdir /b\n",
  },
];
