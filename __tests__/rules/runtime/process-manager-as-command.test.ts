import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { processManagerAsCommand } from "../../../src/rules/runtime/process-manager-as-command.ts";
import { contextOf, describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(processManagerAsCommand);

describe("process-manager-as-command in particular", () => {
  test.each([
    ['CMD ["npm", "run", "start:prod"]', "`npm run start:prod`"],
    ["CMD yarn start", "`yarn start`"],
    ['CMD ["pnpm", "--silent", "start"]', "`pnpm start`"],
    ['ENTRYPOINT ["npm"]\nCMD ["run", "dev"]', "`npm run dev`"],
    ['CMD ["flask", "run", "--host=0.0.0.0"]', "`flask run`"],
    ["CMD python manage.py runserver 0.0.0.0:8000", "`manage.py runserver`"],
    ['CMD ["php", "artisan", "serve"]', "`artisan serve`"],
    ['CMD ["npx", "vite", "--host"]', "`vite`"],
    ['CMD ["rails", "server", "-e", "development"]', "`rails server -e development`"],
    ['CMD ["go", "run", "."]', "`go run`"],
    ['CMD ["./gradlew", "bootRun"]', "`gradlew bootRun`"],
  ])("finds %j", (lines, named) => {
    const [finding] = findingsOf(processManagerAsCommand, `FROM company/x:1\n${lines}\n`);
    expect(finding?.message).toContain(named);
  });

  test.each([
    ["CMD uvicorn a:b --reload --port 80", "CMD uvicorn a:b --port 80"],
    ['CMD ["gunicorn", "a:b", "--reload"]', 'CMD ["gunicorn", "a:b"]'],
    ["CMD fastapi dev app.py", "CMD fastapi run app.py"],
    ['CMD ["nodemon", "server.js"]', 'CMD ["node", "server.js"]'],
  ])("turns %j into %j", (bad, good) => {
    expect(fixedBy(processManagerAsCommand, `FROM company/x:1\n${bad}\n`)).toBe(
      `FROM company/x:1\n${good}\n`,
    );
  });

  test.each([
    'CMD ["npm", "install"]',
    'CMD ["yarn", "install"]',
    'CMD ["pm2-runtime", "app.js"]',
    'CMD ["next", "start"]',
    'CMD ["rails", "server"]',
    'CMD ["dotnet", "app.dll"]',
    'CMD ["vite", "build"]',
    'CMD ["tini", "--", "npm", "start"]',
  ])("is silent on %j", (line) => {
    expect(findingsOf(processManagerAsCommand, `FROM company/x:1\n${line}\n`)).toEqual([]);
  });

  const started = (scripts: Record<string, string>, command: string) => {
    const files = { "package.json": JSON.stringify({ scripts }) };
    const text = `FROM node:22\nWORKDIR /app\nCOPY package*.json ./\n${command}\n`;
    return fixedBy(processManagerAsCommand, text, files).split("\n").slice(3).join("\n");
  };

  test.each([
    ['CMD ["npm", "start"]', "node .", 'CMD ["node", "."]\n'],
    ["CMD exec yarn start", "node --import=./a.mjs b.js", "CMD exec node --import=./a.mjs b.js\n"],
    ['CMD ["npm", "start"]', "NODE_ENV=production node .", 'CMD ["npm", "start"]\n'],
    ['CMD ["npm", "start"]', "node a.js && node b.js", 'CMD ["npm", "start"]\n'],
    ['CMD ["npm", "start"]', "next start", 'CMD ["npm", "start"]\n'],
    ['CMD ["npm", "start", "--", "-p", "1"]', "node .", 'CMD ["npm", "start", "--", "-p", "1"]\n'],
    ['CMD ["sh", "-c", "npm start"]', "node .", 'CMD ["sh", "-c", "node ."]\n'],
    ['ENTRYPOINT ["npm"]\nCMD ["start"]', "node .", 'ENTRYPOINT ["npm"]\nCMD ["start"]\n'],
  ])("of %j with the script %j it makes %j", (command, start, result) => {
    expect(started({ start }, command)).toBe(result);
  });

  test("a script with another before it is left to the package manager", () => {
    const scripts = { start: "node .", prestart: "node migrate.js" };
    expect(started(scripts, 'CMD ["npm", "start"]')).toBe('CMD ["npm", "start"]\n');
  });

  test("is silent on a file for development", () => {
    const dockerfile = parseDockerfile('FROM node:22\nCMD ["npm", "run", "dev"]\n');
    const saidOf = (path: string) => [
      ...processManagerAsCommand.check(dockerfile, {
        path,
        buildContext: contextOf({}),
        options: {},
        today: null,
      }),
    ];
    expect(saidOf("docker/Dockerfile.dev")).toEqual([]);
    expect(saidOf(".devcontainer/Dockerfile")).toEqual([]);
    expect(saidOf("services/device/Dockerfile")).toHaveLength(1);
  });
});
