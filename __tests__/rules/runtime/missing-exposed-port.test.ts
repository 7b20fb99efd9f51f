import { describe, expect, test } from "@jest/globals";
import { missingExposedPort } from "../../../src/rules/runtime/missing-exposed-port.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(missingExposedPort);

describe("missing-exposed-port in particular", () => {
  test.each([
    ['CMD ["python", "-m", "http.server", "8000"]', 8000],
    ['CMD ["python", "manage.py", "runserver", "0.0.0.0:8001"]', 8001],
    ['CMD ["python", "-m", "uvicorn", "app:app", "--port=8002"]', 8002],
    ["ENV PORT=8003\nCMD exec gunicorn --bind :$PORT app:app", 8003],
    ['CMD ["sh", "-c", "migrate && exec gunicorn -b 0.0.0.0:8004 app:app"]', 8004],
    ['ENTRYPOINT ["tini", "--"]\nCMD ["hypercorn", "-b", "[::]:8005", "app:app"]', 8005],
    ['CMD ["npx", "serve", "-l", "8006", "dist"]', 8006],
    ['CMD ["/app", "--web.listen-address=:8007"]', 8007],
    ['CMD ["streamlit", "run", "a.py", "--server.port=8501"]', 8501],
  ])("reads %j", (lines, port) => {
    const [finding] = findingsOf(missingExposedPort, `FROM python:3.13\n${lines}\n`);
    expect(finding?.message).toContain(`listens on ${port}`);
  });

  test.each([
    'CMD ["uvicorn", "app:app", "--host", "0.0.0.0"]',
    'CMD ["redis-cli", "-p", "6379"]',
    'CMD ["gunicorn", "-b", "$HOST", "app:app"]',
    "CMD gunicorn -b :$PORT app:app",
    'CMD ["/app", "--port", "8000"]',
    'CMD ["uvicorn", "app:app", "--port", "99999"]',
  ])("does not guess at %j", (line) => {
    expect(findingsOf(missingExposedPort, `FROM python:3.13\n${line}\n`)).toEqual([]);
  });

  test("says which other port is exposed, and leaves it to the author", () => {
    const text = 'FROM python:3.13\nEXPOSE 80\nCMD ["uvicorn", "a:b", "--port", "8000"]\n';
    const [finding] = findingsOf(missingExposedPort, text);
    expect(finding?.message).toContain("EXPOSE only names 80");
    expect(finding?.fix).toBeNull();
  });
});
