import { describe, expect, test } from "@jest/globals";
import { missingPythonEnvironment } from "../../../src/rules/language/missing-python-environment.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(missingPythonEnvironment);

describe("missing-python-environment in particular", () => {
  test.each([
    'CMD ["python3", "-m", "app"]',
    "CMD python app.py",
    'CMD ["gunicorn", "app:app"]',
    'CMD ["poetry", "run", "python", "app.py"]',
    'EXPOSE 80\nENTRYPOINT ["python", "app.py"]',
    'ENTRYPOINT ["python"]\nCMD ["manage.py", "runserver"]\nEXPOSE 8000',
    'ENTRYPOINT ["tini", "--"]\nCMD ["celery", "-A", "app", "worker"]',
    "CMD python manage.py migrate && exec gunicorn app:app",
  ])("finds %j", (lines) => {
    const found = findingsOf(missingPythonEnvironment, `FROM python:3.13\n${lines}\n`);
    expect(found).toHaveLength(1);
  });

  test.each([
    'CMD ["python", "-Bu", "app.py"]',
    'CMD ["python", "manage.py", "migrate"]',
    'CMD ["bash"]',
    'CMD ["pytest"]',
    "CMD export PYTHONUNBUFFERED=1 && exec gunicorn app:app",
  ])("is silent on %j", (lines) => {
    expect(findingsOf(missingPythonEnvironment, `FROM python:3.13\n${lines}\n`)).toEqual([]);
  });

  test("leaves out what is set already, and stands in the last stage", () => {
    const text =
      'FROM python:3.13 AS build\nRUN pip wheel -r requirements.txt\nFROM python:3.13-slim\nENV PYTHONDONTWRITEBYTECODE=1\nCMD ["gunicorn", "a:b"]\n';
    expect(fixedBy(missingPythonEnvironment, text)).toContain(
      "FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1\nENV PYTHONDONTWRITEBYTECODE=1\n",
    );
  });

  test("a build argument alone is not in the container's environment", () => {
    const text = 'FROM python:3.13\nARG PYTHONUNBUFFERED=1\nCMD ["gunicorn", "a:b"]\n';
    expect(findingsOf(missingPythonEnvironment, text)).toHaveLength(1);
  });
});
