// Bundles build/index.js and build/cli.js with ncc into one file each: dist/index.js and dist/cli.js.
// With --check the bundles are made elsewhere and compared byte for byte with those in dist/.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "./rule-files.mjs";

const ncc = path.join(root, "node_modules/@vercel/ncc/dist/ncc/cli.js");

function bundle(entry, folder) {
  const target = path.join(folder, entry);
  execFileSync(
    process.execPath,
    [ncc, "build", `build/${entry}.js`, "-o", target, "--minify", "--no-cache", "-q"],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
  );
  const code = readFileSync(path.join(target, "index.js"), "utf8");
  // ncc leaves an import that it cannot find to fail at run time.
  const missing = /eval\("require"\)\("(\.[^"]+)"\)/.exec(code);
  if (missing !== null) throw new Error(`${entry}: nothing is at ${missing[1]}, which it imports`);
  return code;
}

/** ncc keeps a shebang only in some modes; the command line wants exactly one, the action none. */
function withShebang(code, wanted) {
  const bare = code.replace(/^#!.*\n/, "");
  return wanted ? `#!/usr/bin/env node\n${bare}` : bare;
}

const folder = mkdtempSync(path.join(tmpdir(), "dockerfile-review-bundle-"));
try {
  const files = new Map([
    ["index.js", withShebang(bundle("index", folder), false)],
    ["cli.js", withShebang(bundle("cli", folder), true)],
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
