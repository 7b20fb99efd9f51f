// Measures what dist/ needs: npm run bench [-- [--corpus DIR] [--files N] [--dist DIR] [--only NAME]]. Build first: npm run
// build. The names of --only are those of `parts` below.
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { shapes, writeCorpus } from "./bench/corpus.mjs";
import { canBind, median, run } from "./bench/measure.mjs";
import { measureRequests } from "./bench/requests.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    files: { type: "string", default: "5000" },
    dist: { type: "string", default: path.join(root, "dist") },
    only: { type: "string" },
  },
});
const dist = path.resolve(values.dist);
const cli = path.join(dist, "cli.js");

if (!existsSync(cli)) {
  console.error(`${cli} does not exist: run "npm run build" first.`);
  process.exit(2);
}

/** So many files are judged while V8 still compiles most of the rules. */
const coldFiles = 1000;

/** Behind so many files V8 has compiled what it will; the lasting speed is that of as many more as the second number says. */
const settledFiles = 20_000;
const lastingFiles = 10_000;

const folder = mkdtempSync(path.join(tmpdir(), "dockerfile-review-bench-"));
try {
  const binding = canBind ? "bound to one core" : "not bound to one core: there is no taskset here";
  const load = loadavg().map((one) => one.toFixed(1));
  console.log(`Node ${process.version}, ${binding}; load of the machine ${load.join(" ")}\n`);
  const files = corpusFiles();
  const parts = {
    sizes: reportSizes,
    start: () => reportStart(files[0]),
    all: () => reportSpeed("all sizes", files),
    median: () => reportSpeed("of median size", medianFiles(files)),
    lasting: () => reportLasting(files),
    linearity: reportLinearity,
    requests: () => measureRequests(root, path.join(dist, "index.js")),
  };
  if (values.only !== undefined && !Object.hasOwn(parts, values.only)) {
    throw new Error(`--only ${values.only} is none of ${Object.keys(parts).join(", ")}`);
  }
  for (const [name, report] of Object.entries(parts)) {
    if (values.only === undefined || values.only === name) await report();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function reportSizes() {
  for (const name of ["index.js", "cli.js"]) {
    const file = path.join(dist, name);
    if (!existsSync(file)) continue;
    print(`dist/${name}`, `${(statSync(file).size / 1e6).toFixed(2)} MB`, "aim: under 2 MB");
  }
}

/** The files of --corpus, or generated ones. */
function corpusFiles() {
  if (values.corpus === undefined) {
    return writeCorpus(path.join(folder, "corpus"), Number(values.files));
  }
  const entries = readdirSync(values.corpus, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile() && !/\.(tsv|md|json|ya?ml)$/.test(entry.name))
    .map((entry) => path.resolve(entry.parentPath, entry.name));
  if (files.length === 0) throw new Error(`${values.corpus} holds no files`);
  return files;
}

/** In bytes, in ascending order. */
function sizesOf(files) {
  return files.map((file) => statSync(file).size).sort((a, b) => a - b);
}

/** Tells texts of about the median size of files, by their bytes. */
function medianTexts(files) {
  const sizes = sizesOf(files);
  const middle = sizes[sizes.length >> 1];
  return (text) => Math.abs(Buffer.byteLength(text) - middle) <= middle / 10;
}

/** As many files of about the median size: generated ones, or those of --corpus that are. */
function medianFiles(files) {
  const accepts = medianTexts(files);
  if (values.corpus !== undefined) return files.filter((file) => accepts(readFileSync(file)));
  return writeCorpus(path.join(folder, "median"), Number(values.files), accepts);
}

/**
 * How fast a call goes on once it is warm: what more files of the median size add to it. Generated files only, because there
 * are never so many others.
 */
function reportLasting(files) {
  if (values.corpus !== undefined) return;
  const accepts = medianTexts(files);
  const lasting = path.join(folder, "lasting");
  writeCorpus(lasting, settledFiles, accepts);
  const first = run(check(lasting));
  // About one file in nine is of the median size: these numbers are all behind those.
  writeCorpus(lasting, lastingFiles, accepts, 100 * settledFiles);
  const all = run(check(lasting));
  console.log("");
  printSpeed(`${lastingFiles} behind ${settledFiles}`, lastingFiles, {
    processor: all.processor - first.processor,
    wall: all.wall - first.wall,
  });
  print("peak memory", `${all.mebibytes.toFixed(0)} MiB`, "");
}

function reportStart(file) {
  const start = median(11, "wall", [cli, "--version"]);
  print("start-up (--version)", `${start.toFixed(0)} ms`, "aim: under 200 ms; median of 11");
  const one = median(11, "wall", [cli, "check", "--fail-on", "never", file]);
  print("check of one file", `${one.toFixed(0)} ms`, "median of 11");
}

/** The arguments of a check that prints what a program would read. */
function check(...files) {
  return [cli, "check", "--format", "json", "--fail-on", "never", ...files];
}

/** What a check of next to nothing takes. */
function startTime() {
  const file = path.join(folder, "nothing");
  writeFileSync(file, "FROM scratch\n");
  return {
    processor: median(5, "processor", check(file)),
    wall: median(5, "wall", check(file)),
  };
}

function reportSpeed(what, files) {
  const sizes = sizesOf(files);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  console.log("");
  print(
    `files ${what}`,
    String(files.length),
    `median ${sizes[sizes.length >> 1]} bytes, mean ${Math.round(bytes / sizes.length)}`,
  );
  const count = Math.min(coldFiles, files.length >> 1);
  const nothing = startTime();
  const first = run(check(...files.slice(0, count)));
  const all = run(check(...files));
  printSpeed(`first ${count} (cold)`, count, {
    processor: first.processor - nothing.processor,
    wall: first.wall - nothing.wall,
  });
  printSpeed(`other ${files.length - count} (warm)`, files.length - count, {
    processor: all.processor - first.processor,
    wall: all.wall - first.wall,
  });
  printSpeed("all", files.length, {
    processor: all.processor - nothing.processor,
    wall: all.wall - nothing.wall,
  });
  const { errors, warnings, infos } = JSON.parse(all.stdout).summary;
  print("findings", String(errors + warnings + infos), "their fixes verified");
  print("whole call", `${(all.wall / 1000).toFixed(2)} s`, "wall clock, with start-up");
  print("peak memory", `${all.mebibytes.toFixed(0)} MiB`, "");
}

/** Files per second of processor time, and of the clock, which a busy machine slows down. */
function printSpeed(what, count, { processor, wall }) {
  const perSecond = (milliseconds) => ((1000 * count) / milliseconds).toFixed(0);
  print(
    what,
    `${perSecond(processor)} files/s`,
    `of processor time (aim: 1,000); ${perSecond(wall)} of the clock`,
  );
}

/** The time for texts of 1, 2, 4 and 8 times the length: linear work at most doubles it at each step. */
function reportLinearity() {
  const start = startTime().processor;
  console.log(
    "\nProcessor time above start-up for 32, 64, 128 and 256 KiB of text, and how often the last holds the second (linear: 4)",
  );
  for (const [name, make] of Object.entries(shapes)) {
    const times = [1, 2, 4, 8].map((factor) => {
      const file = path.join(folder, `${name}-${factor}`);
      writeFileSync(file, make(factor * 32 * 1024));
      return Math.max(1, median(3, "processor", check(file)) - start);
    });
    const growth = times[3] / times[1];
    const verdict = growth > 6 && times[3] > 100 ? "   MORE THAN LINEAR" : "";
    console.log(
      `  ${name.padEnd(14)}${times.map((time) => `${time.toFixed(0)} ms`.padStart(10)).join("")}   x ${growth.toFixed(1)}${verdict}`,
    );
  }
}

function print(what, value, remark) {
  console.log(`${what.padEnd(26)}${value.padStart(12)}${remark === "" ? "" : `   ${remark}`}`);
}
