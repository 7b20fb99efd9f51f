import { expect, test } from "@jest/globals";
import { uncheckedHeredoc } from "../../../src/rules/run/unchecked-heredoc.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(uncheckedHeredoc);

test("names the first command whose failure is missed, at the here-document", () => {
  const text =
    "FROM alpine:3.22\nRUN <<EOF\necho a\nif make check; then echo b; fi\nmake\nmake install\nEOF\n";
  const [finding] = findingsOf(uncheckedHeredoc, text);
  expect(finding?.message).toContain("If `make` fails here");
  expect(text.slice(finding?.span.start, finding?.span.end)).toBe("<<EOF");
});

test("keeps the indentation of the body", () => {
  const text = "FROM alpine:3.22\nRUN <<-EOF\n\tmake\n\tmake install\nEOF\n";
  expect(fixedBy(uncheckedHeredoc, text)).toBe(
    "FROM alpine:3.22\nRUN <<-EOF\n\tset -e\n\tmake\n\tmake install\nEOF\n",
  );
});

test("sees the body that a shell reads from its input", () => {
  const text = "FROM alpine:3.22\nRUN bash <<'EOF'\nmake\nmake install\nEOF\n";
  expect(fixedBy(uncheckedHeredoc, text)).toBe(
    "FROM alpine:3.22\nRUN bash <<'EOF'\nset -e\nmake\nmake install\nEOF\n",
  );
});

test("a pipe in the middle is missed like any other command", () => {
  const text = "FROM alpine:3.22\nRUN <<EOF\nset -x\ncurl -f https://e.com/x | tar x\nmake\nEOF\n";
  expect(findingsOf(uncheckedHeredoc, text)).toHaveLength(1);
});
