import { describe, expect, test } from "@jest/globals";
import { missingUser } from "../../../src/rules/user/missing-user.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(missingUser);

describe("missing-user in particular", () => {
  test.each([
    ['ENTRYPOINT ["docker-php-entrypoint"]\nCMD ["php-fpm"]', "info/low", false],
    ['ENTRYPOINT ["docker-php-entrypoint"]\nCMD ["apache2-foreground"]', "info/low", false],
    ['CMD ["nginx", "-g", "daemon off;"]', "info/low", false],
    ['ENTRYPOINT ["/app"]\nCMD ["serve"]', "warning/medium", true],
    ['ENTRYPOINT ["/start.sh"]\nCMD ["serve"]', "warning/medium", false],
    ['RUN useradd app\nENTRYPOINT ["/start.sh"]\nCMD ["serve"]', "info/low", false],
    ['RUN useradd app\nENTRYPOINT ["tini", "--", "/entrypoint.sh"]', "info/low", false],
    ['ENTRYPOINT ["docker-php-entrypoint"]\nCMD ["php", "-a"]', "info/low", false],
    ['CMD ["bash"]', "info/low", true],
  ])("leaves root to services that give it up themselves: %j is %s", (lines, said, isFixed) => {
    const [finding] = findingsOf(missingUser, `FROM debian:12.8\n${lines}\n`);
    expect(`${finding?.severity ?? ""}/${finding?.confidence ?? ""}`).toBe(said);
    expect(finding?.fix != null).toBe(isFixed);
  });

  test.each([
    'FROM alpine:3.22\nWORKDIR /root/\nCOPY --from=build /app/main .\nCMD ["./main"]\n',
    'FROM python:3.13-slim\nCOPY --from=build /root/.local /root/.local\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n',
    'FROM alpine:3.22\nVOLUME /root/.lnd\nCOPY --from=build /lnd /bin/\nENTRYPOINT ["lnd"]\n',
    'FROM alpine:3.22\nVOLUME ["/data", "/root/.lnd"]\nENTRYPOINT ["/bin/lnd"]\n',
    'FROM debian:12.8\nENV PATH="/root/.local/bin:$PATH"\nENTRYPOINT ["/app"]\n',
  ])("has no fix for what lies where only root may go: %j", (text) => {
    const [finding] = findingsOf(missingUser, text);
    expect(finding?.fix).toBeNull();
    expect(finding?.message).toContain("outside `/root`");
  });

  test.each([
    ["debian:12.8", "RUN chown -R nobody /app", "USER nobody"],
    ["alpine:3.22", "RUN mkdir -p data && chown -R nobody:nobody .", "USER nobody"],
    ["debian:12.8", "RUN chown -R 1500:1500 /app", "USER 1500"],
    // Nobody knows whether there is such a user, so that one is made.
    ["debian:12.8", "RUN chown -R runner /app", "USER 10001:10001"],
    ["debian:12.8", "RUN chown -R root:root /app", "USER 10001:10001"],
    ["debian:12.8", "RUN chown -R nobody /var/cache", "USER 10001:10001"],
  ])("runs as the one who is given the working directory: %j, %j", (image, run, user) => {
    const text = `FROM ${image}\nWORKDIR /app\nCOPY . .\n${run}\nCMD ["./app"]\n`;
    const fixed = fixedBy(missingUser, text);
    expect(fixed.split("\n").filter((line) => line.startsWith("USER"))).toEqual([user]);
    expect(fixed.includes("--chown")).toBe(user.startsWith("USER 1000"));
  });

  test.each([
    [
      'COPY --from=build /out/server ./server\nCOPY static ./static\nENTRYPOINT ["./server"]',
      'COPY --from=build /out/server ./server\nCOPY --chown=65532:65532 static ./static\nUSER 65532:65532\nENTRYPOINT ["./server"]',
    ],
    [
      'COPY --from=build /server /app/\nCMD ["/app/server", "-v"]',
      'COPY --from=build /server /app/\nUSER 65532:65532\nCMD ["/app/server", "-v"]',
    ],
  ])("leaves the program itself to root: %j", (bad, good) => {
    const start = "FROM gcr.io/distroless/static\nWORKDIR /app\n";
    expect(fixedBy(missingUser, `${start}${bad}\n`)).toBe(`${start}${good}\n`);
  });

  test("switches to the user that the image brings", () => {
    const text = 'FROM gradle:8.14-jdk21\nWORKDIR /app\nCMD ["gradle", "run"]\n';
    const [finding] = findingsOf(missingUser, text);
    expect(finding?.fix?.edits.map(({ newText }) => newText)).toEqual(["USER gradle\n"]);
  });
});

describe("a container action of GitHub's has to run as root", () => {
  const text = 'FROM alpine:3.22\nCOPY greet.sh /\nENTRYPOINT ["/greet.sh"]\n';
  const action = "name: Greet\nruns:\n  using: docker\n  image: Dockerfile\n";

  test.each([
    ["action.yml", action],
    ["action.yaml", action.replace("docker", "'docker'")],
  ])("as %s beside it says", (name, content) => {
    expect(findingsOf(missingUser, text, { [name]: content })).toEqual([]);
    expect(findingsOf(missingUser, text, { [`other/${name}`]: content })).toHaveLength(1);
  });

  test("that of an action in JavaScript has not", () => {
    const files = { "action.yml": action.replace("docker", "node24") };
    expect(findingsOf(missingUser, text, files)).toHaveLength(1);
  });
});
