import { describe, expect, test } from "@jest/globals";
import { pythonUserInstallPath } from "../../../src/rules/language/python-user-install-path.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(pythonUserInstallPath);

const image = (lines: string) =>
  `FROM python:3.13 AS build\nRUN pip install --user -r requirements.txt\nFROM python:3.13-slim\n${lines}\n`;

describe("python-user-install-path in particular", () => {
  test("offers no fix where the user is made behind the COPY", () => {
    const [finding] = findingsOf(
      pythonUserInstallPath,
      image(
        'COPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nRUN useradd -m app\nUSER app\nCMD ["uvicorn", "a:b"]',
      ),
    );
    expect(finding?.severity).toBe("warning");
    expect(finding?.fix).toBeNull();
  });

  test("a home directory of its own is used", () => {
    const text = image(
      'RUN adduser -D -h /srv/app app\nCOPY --from=build /root/.local /root/.local\nUSER app\nCMD ["python", "a.py"]',
    );
    expect(fixedBy(pythonUserInstallPath, text)).toContain(
      "COPY --from=build --chown=app /root/.local /srv/app/.local",
    );
  });

  test("a number needs no user", () => {
    const text = image(
      'ENV HOME=/app\nCOPY --from=build /root/.local /app/.local\nENV PATH=/app/.local/bin:$PATH\nUSER 1000:1000\nCMD ["uvicorn", "a:b"]',
    );
    expect(fixedBy(pythonUserInstallPath, text)).toContain("--chown=1000:1000 /root/.local");
  });

  test.each([
    'COPY --from=build /root/.local /root/.local\nENV PATH=$HOME/.local/bin:$PATH\nCMD ["uvicorn", "a:b"]',
    'COPY --from=build /root/.local /root/.local\nCOPY start.sh /\nCMD ["/start.sh"]',
    'RUN useradd -m app\nCOPY --from=build --chown=app:app /root/.local /home/app/.local\nENV PATH="/home/app/.local/bin:$PATH"\nUSER app\nCMD ["uvicorn", "a:b"]',
  ])("is silent on %j", (lines) => {
    expect(findingsOf(pythonUserInstallPath, image(lines))).toEqual([]);
  });

  test("the user of the last stage counts, wherever the packages were copied", () => {
    const text = image(
      'COPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nFROM 1 AS run\nUSER nobody\nCMD ["uvicorn", "a:b"]',
    )
      .replace("FROM python:3.13-slim\n", "FROM python:3.13-slim AS base\n")
      .replace("FROM 1", "FROM base");
    expect(findingsOf(pythonUserInstallPath, text)).toHaveLength(1);
  });
});
