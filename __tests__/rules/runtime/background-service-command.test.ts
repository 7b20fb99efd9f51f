import { describe, expect, test } from "@jest/globals";
import { backgroundServiceCommand } from "../../../src/rules/runtime/background-service-command.ts";
import { shellFormCommand } from "../../../src/rules/runtime/shell-form-command.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(backgroundServiceCommand);

describe("background-service-command in particular", () => {
  test.each([
    "CMD service ssh start",
    'CMD ["systemctl", "start", "nginx"]',
    "CMD /etc/init.d/mysql restart",
    'CMD ["apachectl", "-k", "start"]',
    'CMD ["gunicorn", "--daemon", "a:b"]',
    'CMD ["php-fpm8.2", "-D"]',
    'CMD ["mongod", "--fork", "--logpath=/x"]',
    'CMD ["cron"]',
    'CMD ["/usr/sbin/sshd"]',
    'CMD ["pm2", "start", "app.js"]',
    "CMD python app.py &",
  ])("finds %j", (line) => {
    const [finding] = findingsOf(backgroundServiceCommand, `FROM company/x:1\n${line}\n`);
    expect(finding?.severity).toBe("warning");
  });

  test.each([
    'CMD ["pm2", "start", "app.js", "--no-daemon"]',
    'CMD ["redis-server", "--daemonize", "no"]',
    'CMD ["systemctl", "status"]',
    'CMD ["cron", "-f"]',
    'CMD ["nginx", "-c", "/my.conf"]',
    'CMD ["apache2", "-DFOREGROUND"]',
    "CMD nginx && tail -f /x",
    "CMD a & b",
    'CMD ["supervisord", "-c", "/etc/supervisord.conf"]',
  ])("is silent on %j", (line) => {
    const found = findingsOf(backgroundServiceCommand, `FROM company/x:1\n${line}\n`);
    expect(found.filter(({ severity }) => severity === "warning")).toEqual([]);
  });

  test("keeps nginx in the foreground in both forms", () => {
    expect(fixedBy(backgroundServiceCommand, "FROM nginx:1.27.3\nCMD nginx\n")).toBe(
      'FROM nginx:1.27.3\nCMD nginx -g "daemon off;"\n',
    );
    expect(
      fixedBy(backgroundServiceCommand, 'FROM nginx:1.27.3\nENTRYPOINT ["/usr/sbin/nginx"]\n'),
    ).toBe('FROM nginx:1.27.3\nENTRYPOINT ["/usr/sbin/nginx", "-g", "daemon off;"]\n');
  });

  test("no exec form is offered that would drop the ampersand", () => {
    const [finding] = findingsOf(shellFormCommand, "FROM alpine:3.22\nCMD python app.py &\n");
    expect(finding?.fix).toBeNull();
  });
});
