import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  codeCell,
  codeHtml,
  codeSpan,
  encodePath,
  escapeText,
  fenced,
  link,
  messageText,
  splitMessage,
} from "../../src/report/markdown.ts";

const hostile = fc
  .array(
    fc.constantFrom(
      "`",
      "``",
      "|",
      "\n",
      "\r\n",
      "<",
      "<!--",
      "-->",
      "@team",
      "#1",
      "a",
      " ",
      "\\",
      "*",
      "[x](y)",
      "&lt;",
      "$x$",
      "https://e.x",
      "\u202e",
      "\0",
      "```",
      "::error::",
      "\ud800",
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(""));

describe("escapeText", () => {
  test.each([
    ["*bold* _it_ ~~no~~", String.raw`\*bold\* \_it\_ \~\~no\~\~`],
    ["<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"],
    ["<!-- dockerfile-review:summary -->", "&lt;!-- dockerfile-review:summary --&gt;"],
    ["ask @team/docker or a@b.c", "ask @&#8203;team/docker or a@&#8203;b.c"],
    ["see #12, o/r#3 and GH-4", String.raw`see \#&#8203;12, o/r\#&#8203;3 and GH-&#8203;4`],
    ["https://github.com/o/r/issues/1", "https:&#8203;//github.com/o/r/issues/1"],
    ["www.example.com", "www&#8203;.example.com"],
    ["[x](https://e.x)", String.raw`\[x\](https:&#8203;//e.x)`],
    ["costs $5 and $x", "costs <span>$</span>5 and <span>$</span>x"],
    [":tada: a:b", ":&#8203;tada: a:b"],
    ["&amp; &#64;", String.raw`&amp;amp; &amp;\#&#8203;64;`],
    ["two\r\nlines\n\nand\ttab", "two lines and tab"],
    ["- item", String.raw`\- item`],
    ["1. item", String.raw`1\. item`],
    ["no-cache stays (readable)", "no-cache stays (readable)"],
    ["bell\u0007 and \u202eevil", "bell␇ and �evil"],
  ])("%j", (text, expected) => {
    expect(escapeText(text)).toBe(expected);
  });

  test("leaves nothing that GitHub acts on, whatever the text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeText(text).replaceAll("<span>$</span>", "");
        expect(escaped).not.toMatch(/[\r\n<>$]|@[^&\s]|(?<!\\)[`*|[\]]|:\/\//);
      }),
    );
  });
});

describe("codeSpan", () => {
  test.each([
    ["plain", "`plain`"],
    ["a `b` c", "``a `b` c``"],
    ["`", "`` ` ``"],
    ["``x", "``` ``x ```"],
    [" x ", "`  x  `"],
    ["", "(empty)"],
    ["a\nb", "`a␊b`"],
    ["@team #1 <b>", "`@team #1 <b>`"],
    ["a <!-- b", "<code>a &#60;&#33;-- b</code>"],
  ])("%j", (text, expected) => {
    expect(codeSpan(text)).toBe(expected);
  });

  test("ends where it should, whatever the text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const span = codeSpan(text);
        if (span.startsWith("<code>")) {
          expect(span.slice(6, -7)).not.toMatch(/[<>`\n]/);
          return;
        }
        const fence = /^`*/.exec(span)?.[0] ?? "";
        const runs = span.slice(fence.length, span.length - fence.length).match(/`+/g) ?? [];
        expect(span.endsWith(fence)).toBe(true);
        expect(runs).not.toContain(fence);
        expect(span).not.toContain("\n");
      }),
    );
  });
});

describe("code in tables and in HTML", () => {
  test("keeps plain paths readable and writes others as entities", () => {
    expect(codeCell("services/api/Dockerfile.prod")).toBe("`services/api/Dockerfile.prod`");
    expect(codeCell("a|b`c")).toBe("<code>a&#124;b&#96;c</code>");
    expect(codeHtml("<x> @team_a")).toBe("<code>&#60;x&#62; &#64;team&#95;a</code>");
  });

  test("never ends a cell or a tag", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(codeCell(text)).not.toMatch(/[|\r\n]/);
        expect(codeHtml(text).slice(6, -7)).not.toMatch(/[<>|`@]/);
      }),
    );
  });
});

describe("messages", () => {
  test("show names from the file as code", () => {
    expect(messageText("`RUN a_b` costs *much*")).toBe(String.raw`${"`RUN a_b`"} costs \*much\*`);
    expect(messageText("``a ` b`` and ` alone")).toBe("``a ` b`` and \\` alone");
  });

  test.each([
    ["`COPY . .` comes first: copy later. Do.", ["`COPY . .` comes first", ":", "copy later. Do."]],
    ["It is wrong. Mend it.", ["It is wrong", ".", "Mend it."]],
    ["`a: b` is wrong", ["`a: b` is wrong", "", ""]],
    ["Only one sentence.", ["Only one sentence", "", ""]],
    ["Python 3.13 is out: use it", ["Python 3.13 is out", ":", "use it"]],
  ])("split %j", (message, [what, mark, rest]) => {
    expect(splitMessage(message)).toEqual({ what, mark, rest });
  });

  test("are read in linear time", () => {
    const ticks = "` `` ``` ".repeat(50_000);
    expect(messageText(ticks).length).toBeGreaterThan(0);
    expect(escapeText(" ".repeat(500_000) + "\n" + ":a".repeat(200_000)).length).toBeGreaterThan(0);
  });
});

describe("fenced", () => {
  test("is longer than any run of back-ticks inside, and leaves the content alone", () => {
    expect(fenced("diff", "a\n````\nb")).toBe("`````diff\na\n````\nb\n`````");
    expect(fenced("suggestion", "x\n")).toBe("```suggestion\nx\n```");
    expect(fenced("suggestion", "")).toBe("```suggestion\n```");
  });
});

describe("addresses", () => {
  test("encode what could end a link", () => {
    expect(encodePath("a b/c(d)/e%/#?/é/..")).toBe("a%20b/c%28d%29/e%25/%23%3F/%C3%A9/%2E%2E");
    expect(encodePath("x\ud800y")).toBe("x%EF%BF%BDy");
    expect(link("x", "https://e.x/a b)\n<")).toBe("[x](https://e.x/a%20b%29%0A%3C)");
  });
});
