import { describe, expect, test } from "@jest/globals";
import { readFleetInputs, requireReports } from "../../src/settings/fleet-inputs.ts";

function read(inputs: Readonly<Record<string, string>>) {
  return readFleetInputs((name) => inputs[name] ?? "");
}

describe("inputs of an audit of many repositories", () => {
  test("without inputs", () => {
    expect(read({})).toEqual({
      organization: "",
      filter: { names: [], topics: [], visibility: [], forks: false },
      jobs: 20,
      previousReport: "",
      repositories: [],
      reports: "",
    });
  });

  test("as people write them", () => {
    const inputs = read({
      organization: " octo-org ",
      "repository-names": "service-{a,b}, !service-old # gone",
      topics: "images\ndocker",
      visibility: "Private, internal",
      forks: "true",
      jobs: "256",
      repositories: "o/a,o/b.c",
      reports: "reports/**/*.json",
    });
    expect(inputs).toMatchObject({
      organization: "octo-org",
      filter: {
        names: ["service-{a,b}", "!service-old"],
        topics: ["images", "docker"],
        visibility: ["private", "internal"],
        forks: true,
      },
      jobs: 256,
      repositories: ["o/a", "o/b.c"],
    });
    expect(requireReports(inputs)).toBe("reports/**/*.json");
  });

  test.each([
    ["jobs", "0", 'The input `jobs` is "0". Allowed are whole numbers from 1 to 256.'],
    ["jobs", "257", 'The input `jobs` is "257".'],
    ["visibility", "privat", 'Allowed are public, private, internal. Did you mean "private"?'],
    ["repositories", "o/a,b", 'The input `repositories` is "b". Each should be written as'],
    ["repositories", "o/a/../b", "The input `repositories`"],
    ["forks", "perhaps", "The input `forks`"],
  ])("%s: %s is refused", (name, value, message) => {
    expect(() => read({ [name]: value })).toThrow(message);
  });

  test("reports must be named where they are merged", () => {
    expect(() => requireReports(read({}))).toThrow("The input `reports` is empty.");
  });
});
