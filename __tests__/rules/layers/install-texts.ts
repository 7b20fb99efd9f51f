/** What the tests of installs and their COPYs are made of. */

export const node = ["FROM node:22.12", "WORKDIR /app"];
export const python = ["FROM python:3.13", "WORKDIR /app"];
export const lock = { "package.json": "{}", "package-lock.json": "{}" };

export function text(...lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

export type Files = Record<string, string> | undefined;

/** Rows of equal length: of a shorter one the last argument would be a callback of the test. */
export function withFiles(width: number, rows: readonly (readonly unknown[])[]): unknown[][] {
  return rows.map((row) => Array.from({ length: width }, (_, index) => row[index]));
}
