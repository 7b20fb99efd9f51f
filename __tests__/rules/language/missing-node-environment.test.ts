import { describe, expect, test } from "@jest/globals";
import { missingNodeEnvironment } from "../../../src/rules/language/missing-node-environment.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(missingNodeEnvironment);

describe("missing-node-environment in particular", () => {
  test.each([
    'CMD ["npm", "start"]',
    'CMD ["yarn", "start:prod"]',
    'CMD ["pnpm", "run", "start"]',
    "CMD node --enable-source-maps dist/main.js",
    'EXPOSE 3000\nENTRYPOINT ["node", "server.js"]',
    'ENTRYPOINT ["docker-entrypoint.sh"]\nCMD ["node", "server.js"]',
    'ARG NODE_ENV=production\nCMD ["node", "server.js"]',
  ])("finds %j", (lines) => {
    expect(findingsOf(missingNodeEnvironment, `FROM node:22\n${lines}\n`)).toHaveLength(1);
  });

  test("finds what distroless starts", () => {
    const text = 'FROM gcr.io/distroless/nodejs22-debian12\nCOPY . /app\nCMD ["/app/server.js"]\n';
    expect(findingsOf(missingNodeEnvironment, text)).toHaveLength(1);
  });

  test("reads the script of package.json", () => {
    const text = 'FROM node:22\nWORKDIR /app\nCOPY server/ .\nCMD ["npm", "start"]\n';
    const found = (start: string) =>
      findingsOf(missingNodeEnvironment, text, {
        "server/package.json": JSON.stringify({ scripts: { start } }),
      });
    expect(found("node index.js")).toHaveLength(1);
    expect(found("NODE_ENV=production node index.js")).toEqual([]);
    expect(found("next start")).toEqual([]);
  });

  test("does not disturb an install in the same stage", () => {
    const text =
      'FROM node:22\nRUN npm ci\nRUN npm run build\nHEALTHCHECK CMD curl -f localhost\nCMD ["npm", "start"]\n';
    expect(fixedBy(missingNodeEnvironment, text)).toContain(
      'HEALTHCHECK CMD curl -f localhost\nENV NODE_ENV=production\nCMD ["npm", "start"]\n',
    );
  });
});
