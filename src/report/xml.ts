import { oneLine } from "./untrusted.ts";

/** Not characters of XML 1.0, whatever the encoding. */
const forbidden = /[\ufffe\uffff]/g;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text on one line for XML, inside an element or an attribute in either kind of quotes. */
export function xmlText(text: string): string {
  return oneLine(text)
    .replace(forbidden, "\ufffd")
    .replace(/[&<>"']/g, (found) => entities[found] ?? found);
}

/** The attributes of an element, each with a blank before it. */
export function xmlAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join("");
}

/** The line that an XML document begins with. */
export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>';
