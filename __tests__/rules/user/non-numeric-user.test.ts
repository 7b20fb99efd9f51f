import { describe, expect, test } from "@jest/globals";
import { nonNumericUser } from "../../../src/rules/user/non-numeric-user.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(nonNumericUser);

describe("non-numeric-user in particular", () => {
  test("is DL3066, at the user, with the number that the file gives", () => {
    const text = "FROM debian:12.8\nARG UID=10001\nRUN useradd --uid $UID app\nUSER app:app\n";
    const [finding, another] = findingsOf(nonNumericUser, text);
    expect(another).toBeUndefined();
    expect(finding?.aliases).toEqual(["DL3066"]);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("app:app");
    expect(finding?.message).toContain("`USER 10001`");
  });

  test.each([
    ["node:22", "node", "1000"],
    ["oven/bun:1.2", "bun", "1000"],
    ["debian:12.8", "nobody", "65534"],
  ])("knows the user that %s brings along", (image, user, uid) => {
    const [finding] = findingsOf(nonNumericUser, `FROM ${image}\nUSER ${user}\n`);
    expect(finding?.message).toContain(`Write \`USER ${uid}\``);
  });

  test("asks for a fixed id where none is known", () => {
    const [finding] = findingsOf(nonNumericUser, "FROM debian:12.8\nUSER foobar\n");
    expect(finding?.message).toContain("fixed one");
  });

  test.each(["--uid=${UID}", "-u $UID", "-ru$UID", "--uid 10001"])(
    "reads the number of %s",
    (option) => {
      const text = `FROM debian:12.8\nARG UID=10001\nRUN useradd ${option} app\nUSER app\n`;
      expect(findingsOf(nonNumericUser, text)[0]?.message).toContain("`USER 10001`");
    },
  );

  test("takes the default of an argument for its value", () => {
    expect(findingsOf(nonNumericUser, "FROM debian:12.8\nARG WHO=app\nUSER $WHO\n")).toHaveLength(
      1,
    );
  });
});
