import { describe, expect, test } from "@jest/globals";
import { credentialsInUrl } from "../../../src/rules/secrets/credentials-in-url.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(credentialsInUrl);

const from = "FROM alpine:3.22\n";
const password = "qT7vXw2LmZ9d";

describe("credentials-in-url in particular", () => {
  test("points at user and password, and does not repeat the password", () => {
    const text = `${from}ADD https://deploy:${password}@git.example.com/x.tgz /x\n`;
    const [finding] = findingsOf(credentialsInUrl, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe(`deploy:${password}`);
    expect(finding?.message).toContain("`git.example.com`");
    expect(finding?.message).not.toContain(password);
  });

  test.each([
    `ENV DATABASE_URL=postgres://shop:${password}@db/shop`,
    `ARG REDIS_URL=redis://:${password}@cache.example.com:6379/0`,
    `COPY <<EOF /etc/app.conf\nurl = amqps://app:${password}@mq.example.com\nEOF`,
    `RUN pip install -i https://${password}Ab3dE5fG7@packages.example.com/simple app`,
    `CMD ["app", "--db=mysql://app:${password}@db.example.com/app"]`,
  ])("finds %j", (line) => {
    expect(findingsOf(credentialsInUrl, `${from}${line}\n`)).toMatchObject([{ severity: "error" }]);
  });

  test.each([
    "ENV DATABASE_URL=postgresql://postgres:postgres@db:5432/app",
    "ENV CELERY_BROKER_URL=amqp://guest:guest@rabbitmq:5672//",
  ])("is not sure of %j", (line) => {
    const findings = findingsOf(credentialsInUrl, `${from}${line}\n`);
    expect(findings).toMatchObject([{ severity: "warning", confidence: "low" }]);
  });

  test.each([
    `# see https://deploy:${password}@git.example.com`,
    "ENV DATABASE_URL=postgresql://postgres:postgres@localhost:5432/app",
    'RUN git config --global url."https://${TOKEN}:x-oauth-basic@github.com/".insteadOf https://github.com/',
    'RUN git config --global url."https://oauth2:$(cat /run/secrets/t)@example.com/".insteadOf https://example.com/',
    "RUN curl https://example.com/a:b@c",
    'RUN printf \'https://%s:%s@git.example.com\' "$U" "$P" > /x',
    "ENV DSN=mysql://user:password@db.example.com/app",
  ])("is silent on %j", (line) => {
    expect(findingsOf(credentialsInUrl, `${from}${line}\n`)).toEqual([]);
  });

  test("leaves a token of a known form to secret-value", () => {
    const token = ["gh", "p_"].join("") + "q7Rk2VtZ9wXc4LmN8bHs5JdG3fPy6TuA1eKv";
    expect(
      findingsOf(credentialsInUrl, `${from}RUN git clone https://${token}@github.com/example/x\n`),
    ).toEqual([]);
  });
});
