import { describe, expect, test } from "@jest/globals";
import { logToFile } from "../../../src/rules/runtime/log-to-file.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(logToFile);

describe("log-to-file in particular", () => {
  test.each([
    ["CMD server >> /var/log/server.log 2>&1", "/var/log/server.log"],
    ["CMD server 2> /app/logs/errors", "/app/logs/errors"],
    ['CMD ["gunicorn", "--error-logfile=/logs/e.log", "a:b"]', "/logs/e.log"],
    ['CMD ["java", "-Dlogging.file.name=/logs/a.log", "-jar", "/a.jar"]', "/logs/a.log"],
    ["ENV LOG=/var/log/x.log\nCMD uwsgi --logto $LOG", "/var/log/x.log"],
    ["CMD server > output.txt 2>&1", "output.txt"],
    ['SHELL ["/bin/bash", "-c"]\nCMD server &> /tmp/out', "/tmp/out"],
    ["CMD crond -f -L /var/log/cron.log", "/var/log/cron.log"],
    ['CMD ["celery", "-A", "a", "worker", "-f", "/c.log"]', "/c.log"],
    ['CMD ["mysqld", "--log-error=/var/log/mysql/error.log"]', "/var/log/mysql/error.log"],
  ])("finds where %j writes", (line, path) => {
    const [finding] = findingsOf(logToFile, `FROM company/x:1\n${line}\n`);
    expect(finding?.message).toContain(`\`${path}\``);
  });

  test.each([
    'CMD ["gunicorn", "--access-logfile", "-", "a:b"]',
    'CMD ["gunicorn", "--access-logfile", "/dev/stdout", "a:b"]',
    "CMD server > $LOG",
    "CMD server > /dev/null 2>&1",
    "CMD dump > /backup/data.sql",
    'CMD ["crond", "-f", "-L", "/dev/stdout"]',
    "WORKDIR /var\nVOLUME /var/log\nCMD server >> log/server.log",
    "CMD server < /var/log/input.log",
    "RUN ln -s /dev/stderr /var/log/nginx/error.log\nCMD server 2> /var/log/nginx/error.log",
  ])("is silent on %j", (line) => {
    expect(findingsOf(logToFile, `FROM company/x:1\n${line}\n`)).toEqual([]);
  });
});
