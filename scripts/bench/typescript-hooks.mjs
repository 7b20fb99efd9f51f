// Lets plain node import the TypeScript of the tests: `register` it with node:module.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transform } from "@swc/core";

export async function load(url, context, nextLoad) {
  if (!url.startsWith("file:") || !url.endsWith(".ts")) return nextLoad(url, context);
  const source = await readFile(fileURLToPath(url), "utf8");
  const { code } = await transform(source, {
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "es6" },
    filename: fileURLToPath(url),
    configFile: false,
    swcrc: false,
  });
  return { format: "module", source: code, shortCircuit: true };
}
