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
    'CMD ["catalina.sh", "start"]',
    'CMD ["/usr/local/tomcat/bin/startup.sh"]',
    'CMD ["lighttpd", "-f", "/etc/lighttpd/lighttpd.conf"]',
    "CMD named -u bind",
    'CMD ["varnishd", "-a", ":80"]',
    'CMD ["nginx", "-g", "daemon on;"]',
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
    'CMD ["catalina.sh", "run"]',
    'CMD ["/app/startup.sh"]',
    'CMD ["lighttpd", "-D", "-f", "/etc/lighttpd/lighttpd.conf"]',
    'CMD ["dnsmasq", "-k"]',
    "CMD redis-server & exec node app.js",
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

  test.each([
    ["CMD cron && tail -f /var/log/cron.log", "Use `cron -f`."],
    [
      "CMD nohup java -jar /a.jar > /a.log 2>&1 & tail -f /a.log",
      "Leave the `&` and what follows it out.",
    ],
    ["CMD pm2 start app.js && pm2 logs", "Use `pm2-runtime`."],
    ["CMD service ssh start && bash", "Use `/usr/sbin/sshd -D -e`."],
    ["CMD service foo start; sleep infinity", "Start the daemon itself in the foreground."],
  ])("says of the placeholder in %j: %j", (line, advice) => {
    const [finding] = findingsOf(backgroundServiceCommand, `FROM company/x:1\n${line}\n`);
    expect(finding).toMatchObject({ severity: "info" });
    expect(finding?.message).toContain(advice);
  });

  test.each([
    "CMD worker & bash run.sh",
    "CMD tail -f /a.log & exec server",
    "CMD sleep 5; server",
  ])("no placeholder stands in %j", (line) => {
    expect(findingsOf(backgroundServiceCommand, `FROM company/x:1\n${line}\n`)).toEqual([]);
  });

  test.each([
    ["CMD service nginx start", 'CMD ["nginx", "-g", "daemon off;"]'],
    ['CMD ["service", "nginx", "start"]', 'CMD ["nginx", "-g", "daemon off;"]'],
    [
      'CMD ["sh", "-c", "init-conf && nginx"]',
      `CMD ["sh", "-c", "init-conf && nginx -g 'daemon off;'"]`,
    ],
    ['CMD ["nginx", "-g", "pid /tmp/a;"]', 'CMD ["nginx", "-g", "pid /tmp/a;"]'],
    ["CMD migrate && service nginx start", "CMD migrate && service nginx start"],
  ])("makes %j to %j", (bad, good) => {
    expect(fixedBy(backgroundServiceCommand, `FROM nginx:1.27.3\n${bad}\n`)).toBe(
      `FROM nginx:1.27.3\n${good}\n`,
    );
  });

  test("no exec form is offered that would drop the ampersand", () => {
    const [finding] = findingsOf(shellFormCommand, "FROM alpine:3.22\nCMD python app.py &\n");
    expect(finding?.fix).toBeNull();
  });
});
