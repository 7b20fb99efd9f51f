import { instructionsOfKind } from "../../dockerfile/queries.ts";
import { highestPort, readPort, type PortText } from "../../dockerfile/exposed-ports.ts";
import type { Dockerfile, Word } from "../../dockerfile/model.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Problem, Rule } from "../rule.ts";

const protocols = new Set(["", "tcp", "udp", "sctp"]);

export const invalidExposedPort: Rule = {
  name: "invalid-exposed-port",
  category: "runtime",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "EXPOSE of something that is no port: out of range, a host mapping, a wrong protocol",
  why:
    "EXPOSE names the ports that the process in the container listens on, as `port`, `first-last` or `port/protocol`. Ports " +
    `go from 0 to ${highestPort}; anything else ends the build. An address or a host port is decided by \`docker run -p\`, ` +
    "has never had an effect here, and BuildKit announces that it will refuse it.",
  sources: [
    {
      title: "Docker build checks: ExposeInvalidFormat",
      url: "https://docs.docker.com/reference/build-checks/expose-invalid-format/",
    },
    {
      title: "Docker build checks: ExposeProtoCasing",
      url: "https://docs.docker.com/reference/build-checks/expose-proto-casing/",
    },
  ],
  aliases: ["DL3011", "DS-0008", "ExposeInvalidFormat", "ExposeProtoCasing"],
  fix: "safe",
  scope: "instruction",
  words: ["expose"],
  examples: [
    {
      bad: "FROM nginx:1.27.3\nEXPOSE 8080:80\n",
      good: "FROM nginx:1.27.3\nEXPOSE 80\n",
      fixed: "FROM nginx:1.27.3\nEXPOSE 80\n",
    },
    {
      bad: "FROM nginx:1.27.3\nEXPOSE 80/TCP 443\n",
      good: "FROM nginx:1.27.3\nEXPOSE 80/tcp 443\n",
      fixed: "FROM nginx:1.27.3\nEXPOSE 80/tcp 443\n",
    },
    {
      bad: "FROM nginx:1.27.3\nEXPOSE 80000\n",
      good: "FROM nginx:1.27.3\nEXPOSE 8000\n",
    },
    {
      bad: "FROM nginx:1.27.3\nEXPOSE 80,443\n",
      good: "FROM nginx:1.27.3\nEXPOSE 80 443\n",
    },
  ],
  silentOn: [
    "FROM nginx:1.27.3\nARG PORT\nEXPOSE $PORT ${PORT:-8080} ${PORT}/udp\n",
    "FROM nginx:1.27.3\nEXPOSE 0 65535 3000-3010 53/udp 36412/sctp\n",
    'FROM nginx:1.27.3\nEXPOSE "80"\n',
  ],
  *check(dockerfile) {
    for (const { words } of instructionsOfKind(dockerfile, "expose")) {
      for (const word of words) {
        // A variable is the author's way of leaving it open.
        const problem = word.variables.length > 0 ? null : judge(dockerfile, word);
        if (problem !== null) yield problem;
      }
    }
  },
};

function judge(dockerfile: Dockerfile, word: Word): Problem | null {
  const port = readPort(word.value);
  return (
    judgeRange(word, port) ??
    judgeProtocol(dockerfile, word, port) ??
    judgeMapping(dockerfile, word, port)
  );
}

function judgeRange({ text, span, value }: Word, { first, last, range }: PortText): Problem | null {
  if (first === null || last === null) {
    return {
      message: `\`${text}\` is no port, and the build ends here. ${adviceFor(value)}`,
      span,
      aliases: [],
    };
  }
  if (first > highestPort || last > highestPort) {
    return {
      message: `\`${text}\` is out of range: ports go from 0 to ${highestPort}, and the build ends here. Write the port that the process listens on.`,
      span,
      aliases: ["DL3011", "DS-0008"],
    };
  }
  if (last >= first) return null;
  return {
    message: `The range \`${range}\` runs backwards, and the build ends here. Write \`${last}-${first}\`.`,
    span,
    aliases: [],
  };
}

function adviceFor(value: string): string {
  if (/^\d+([,;]\d+)+$/.test(value)) return "Separate ports by blanks.";
  return "Write a number, a range such as `8000-8010`, or a number with its protocol such as `53/udp`.";
}

function judgeProtocol(
  dockerfile: Dockerfile,
  word: Word,
  { mapping, range, protocol }: PortText,
): Problem | null {
  if (protocol === null) return null;
  const { text, span } = word;
  const lower = protocol.toLowerCase();
  if (!protocols.has(lower)) {
    return {
      message: `\`${protocol}\` in \`${text}\` is no protocol that EXPOSE knows, and the build ends here. Write \`tcp\`, \`udp\` or \`sctp\`.`,
      span,
      aliases: [],
    };
  }
  if (lower === protocol || mapping !== "") return null;
  return {
    message: `The protocol in \`${text}\` has capitals; by convention it is written \`${lower}\`.`,
    span,
    severity: "info",
    aliases: ["ExposeProtoCasing"],
    fix: {
      title: `Write ${range}/${lower}`,
      safety: "safe",
      edits: [replaceExpected(dockerfile.source, span, text, `${range}/${lower}`)],
    },
  };
}

function judgeMapping(
  dockerfile: Dockerfile,
  word: Word,
  { mapping, range, protocol }: PortText,
): Problem | null {
  if (mapping === "") return null;
  const { text, span } = word;
  const plain = protocol === null ? range : `${range}/${protocol.toLowerCase()}`;
  return {
    message: `\`${text}\` maps a host port or address, which EXPOSE cannot do: it has no effect, and Docker will refuse it one day. Write \`EXPOSE ${plain}\`, and publish the port with \`docker run -p\`.`,
    span,
    severity: "warning",
    aliases: ["ExposeInvalidFormat"],
    fix: {
      title: `Expose ${plain} alone`,
      safety: "safe",
      edits: [replaceExpected(dockerfile.source, span, text, plain)],
    },
  };
}
