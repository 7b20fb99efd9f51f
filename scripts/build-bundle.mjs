// Bundles build/index.js and build/cli.js into one file each: dist/index.js and dist/cli.js. ncc joins the modules, terser makes
// them small. With --check the bundles are made elsewhere and compared byte for byte with those in dist/.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { minify } from "terser";
import ts from "typescript";
import { root } from "./rule-files.mjs";

const ncc = path.join(root, "node_modules/@vercel/ncc/dist/ncc/cli.js");

/** What of a rule nobody reads at run time: the action shows no examples, and what a rule is silent on is for its tests. */
const unread = {
  index: new Map([
    ["silentOn", "[]"],
    ["examples", "[]"],
  ]),
  cli: new Map([["silentOn", "[]"]]),
};

/** Code names: kept, so that what people report of a failure can be read. */
const terserOptions = {
  module: true,
  ecma: 2022,
  compress: { defaults: false, unused: true, dead_code: true, toplevel: true, side_effects: true },
  mangle: { keep_fnames: true, keep_classnames: true, toplevel: true },
};

async function bundle(entry, folder) {
  // Beside node_modules, where ncc looks for packages.
  const lean = mkdtempSync(path.join(root, "build-lean-"));
  try {
    cpSync(path.join(root, "build"), lean, { recursive: true });
    leaveOut(path.join(lean, "rules"), unread[entry]);
    const target = path.join(folder, entry);
    execFileSync(
      process.execPath,
      [ncc, "build", path.join(lean, `${entry}.js`), "-o", target, "--no-cache", "-q"],
      { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
    );
    const code = readFileSync(path.join(target, "index.js"), "utf8");
    // ncc leaves an import that it cannot find to fail at run time.
    const missing = /eval\("require"\)\("(\.[^"]+)"\)/.exec(code);
    if (missing !== null)
      throw new Error(`${entry}: nothing is at ${missing[1]}, which it imports`);
    const small = await minify(code.replace(/^#!.*\n/, ""), terserOptions);
    return small.code;
  } finally {
    rmSync(lean, { recursive: true, force: true });
  }
}

/** Replaces the values of properties of the rules in a folder. */
function leaveOut(folder, properties) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) leaveOut(file, properties);
    else if (entry.name.endsWith(".js"))
      writeFileSync(file, without(readFileSync(file, "utf8"), properties));
  }
}

function without(code, properties) {
  const source = ts.createSourceFile("rule.js", code, ts.ScriptTarget.ESNext, true);
  const cuts = [];
  const visit = (node) => {
    const value = ts.isPropertyAssignment(node)
      ? properties.get(node.name.getText(source))
      : undefined;
    if (value === undefined) ts.forEachChild(node, visit);
    else cuts.push([node.initializer.getStart(source), node.initializer.getEnd(), value]);
  };
  visit(source);
  return cuts.reduceRight(
    (text, [start, end, value]) => text.slice(0, start) + value + text.slice(end),
    code,
  );
}

const folder = mkdtempSync(path.join(tmpdir(), "dockerfile-review-bundle-"));
try {
  const files = new Map([
    ["index.js", await bundle("index", folder)],
    ["cli.js", `#!/usr/bin/env node\n${await bundle("cli", folder)}`],
    ["package.json", '{ "type": "module" }\n'],
  ]);
  mkdirSync(path.join(root, "dist"), { recursive: true });
  for (const [name, content] of files) {
    const file = path.join(root, "dist", name);
    if (!process.argv.includes("--check")) {
      writeFileSync(file, content);
      if (name === "cli.js") chmodSync(file, 0o755);
    } else if (readFileSync(file, "utf8") !== content) {
      console.error(`dist/${name} is stale: run \`npm run generate\` and commit it.`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
