// Measures what dist/ needs: npm run bench [-- [--corpus DIR] [--files N] [--dist DIR]]. Build first: npm run build.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { shapes, writeCorpus } from "./bench/corpus.mjs";
import { canBind, medianTime, run } from "./bench/measure.mjs";
import { measureRequests } from "./bench/requests.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    files: { type: "string", default: "1000" },
    dist: { type: "string", default: path.join(root, "dist") },
  },
});
const dist = path.resolve(values.dist);
const cli = path.join(dist, "cli.js");

if (!existsSync(cli)) {
  console.error(`${cli} does not exist: run "npm run build" first.`);
  process.exit(2);
}

const folder = mkdtempSync(path.join(tmpdir(), "dockerfile-review-bench-"));
try {
  console.log(
    `Node ${process.version}, ${canBind ? "bound to one core" : "not bound to one core (no taskset here)"}\n`,
  );
  reportSizes();
  const files = corpusFiles();
  const start = reportStart(files[0]);
  reportSpeed(files, start);
  reportLinearity(start);
  await measureRequests(root, path.join(dist, "index.js"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function reportSizes() {
  for (const name of ["index.js", "cli.js"]) {
    const file = path.join(dist, name);
    if (existsSync(file))
      print(`dist/${name}`, `${(statSync(file).size / 1e6).toFixed(2)} MB`, "aim: under 2 MB");
  }
}

/** The files of --corpus, or generated ones. */
function corpusFiles() {
  if (values.corpus === undefined)
    return writeCorpus(path.join(folder, "corpus"), Number(values.files));
  const entries = readdirSync(values.corpus, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile() && !/\.(tsv|md|json|ya?ml)$/.test(entry.name))
    .map((entry) => path.resolve(entry.parentPath, entry.name));
  if (files.length === 0) throw new Error(`${values.corpus} holds no files`);
  return files;
}

/** Returns the start-up time in milliseconds. */
function reportStart(file) {
  const start = medianTime(11, [cli, "--version"]);
  print("start-up (--version)", `${start.toFixed(0)} ms`, "aim: under 200 ms; median of 11");
  print(
    "check of one file",
    `${medianTime(11, [cli, "check", "--fail-on", "never", file]).toFixed(0)} ms`,
    "",
  );
  return start;
}

function reportSpeed(files, start) {
  const args = [cli, "check", "--format", "json", "--fail-on", "never", ...files];
  const { milliseconds, mebibytes, stdout } = run(args, { memory: true });
  const { summary } = JSON.parse(stdout);
  const lengths = files.map((file) => statSync(file).size).sort((a, b) => a - b);
  const seconds = (milliseconds - start) / 1000;
  print(
    "files",
    `${files.length}`,
    `median ${lengths[lengths.length >> 1]} bytes; ${summary.errors + summary.warnings + summary.infos} findings`,
  );
  print("speed", `${(files.length / seconds).toFixed(0)} files/s`, "aim: 1,000; start-up left out");
  print("peak memory", `${mebibytes.toFixed(0)} MiB`, "");
}

/** The time for texts of 1, 2, 4 and 8 times the length: linear work at most doubles it at each step. */
function reportLinearity(start) {
  console.log(
    "\nTime above start-up for 32, 64, 128 and 256 KiB of text, and how it grows from the second to the last (linear: 4)",
  );
  for (const [name, make] of Object.entries(shapes)) {
    const times = [1, 2, 4, 8].map((factor) => {
      const file = path.join(folder, `${name}-${factor}`);
      writeFileSync(file, make(factor * 32 * 1024));
      return Math.max(
        1,
        medianTime(3, [cli, "check", "--format", "json", "--fail-on", "never", file]) - start,
      );
    });
    const growth = times[3] / times[1];
    print(
      `  ${name}`,
      times.map((time) => `${time.toFixed(0)} ms`).join("  "),
      `x ${growth.toFixed(1)}${growth > 6 ? "  MORE THAN LINEAR" : ""}`,
    );
  }
}

function print(what, value, remark) {
  console.log(`${what.padEnd(24)}${value.padStart(12)}${remark === "" ? "" : `   ${remark}`}`);
}
