import { describe, expect, test } from "@jest/globals";
import { missingUser } from "../../../src/rules/user/missing-user.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(missingUser);

describe("missing-user in particular", () => {
  test.each([
    ['ENTRYPOINT ["docker-php-entrypoint"]\nCMD ["php-fpm"]', "info/low", false],
    ['ENTRYPOINT ["docker-php-entrypoint"]\nCMD ["apache2-foreground"]', "info/low", false],
    ['CMD ["nginx", "-g", "daemon off;"]', "info/low", false],
    ['ENTRYPOINT ["/app"]\nCMD ["serve"]', "warning/medium", true],
    ['ENTRYPOINT ["/start.sh"]\nCMD ["serve"]', "warning/medium", false],
  ])("leaves root to services that give it up themselves: %j is %s", (lines, said, isFixed) => {
    const [finding] = findingsOf(missingUser, `FROM debian:12.8\n${lines}\n`);
    expect(`${finding?.severity ?? ""}/${finding?.confidence ?? ""}`).toBe(said);
    expect(finding?.fix != null).toBe(isFixed);
  });

  test.each([
    'FROM alpine:3.22\nWORKDIR /root/\nCOPY --from=build /app/main .\nCMD ["./main"]\n',
    'FROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n',
  ])("has no fix for what lies where only root may go: %j", (text) => {
    const [finding] = findingsOf(missingUser, text);
    expect(finding?.fix).toBeNull();
    expect(finding?.message).toContain("outside `/root`");
  });
});
