import { readFileSync } from "node:fs";
import { Ajv2019, type ValidateFunction } from "ajv/dist/2019.js";
import addFormatsModule from "ajv-formats";
import { isJsonObject, type Json, type JsonObject } from "./json.ts";

/** One operation of GitHub's description, found for a request. */
export interface MatchedOperation {
  /** The path as the description writes it: `/repos/{owner}/{repo}`. */
  readonly template: string;
  /** In upper case. */
  readonly method: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** What was found for a method and a path. */
export type OperationMatch =
  | { readonly kind: "found"; readonly operation: MatchedOperation }
  | { readonly kind: "no-path" }
  | { readonly kind: "no-method"; readonly template: string };

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly schema: JsonObject;
  readonly "x-multi-segment"?: boolean;
}

interface Route {
  readonly template: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

const DESCRIPTION = new URL("openapi.json", import.meta.url);
const ROOT = "github.json";

/** ajv-formats is CommonJS: its function is the default export in one module system and a property of it in the other. */
const addFormats = ("default" in addFormatsModule
  ? addFormatsModule.default
  : addFormatsModule) as unknown as (ajv: Ajv2019) => void;

/** Checks requests and answers against GitHub's OpenAPI description (the part of it in `openapi.json`). */
export class OpenApi {
  readonly #document: JsonObject;
  readonly #ajv: Ajv2019;
  readonly #routes: readonly Route[];
  readonly #validators = new Map<string, ValidateFunction>();

  constructor() {
    this.#document = JSON.parse(readFileSync(DESCRIPTION, "utf8")) as JsonObject;
    this.#ajv = new Ajv2019({
      strict: false,
      allErrors: true,
      logger: false,
      validateFormats: true,
    });
    addFormats(this.#ajv);
    const schema = toJsonSchema(this.#document) as JsonObject;
    this.#ajv.addSchema({ ...schema, $id: ROOT }, ROOT, false, false);
    this.#routes = Object.keys(this.#paths())
      .map((template) => this.#route(template))
      .sort(
        // A reference may have slashes in it, so that `commits/{ref}` would take what goes on behind it.
        (one, other) =>
          one.names.length - other.names.length || other.template.length - one.template.length,
      );
  }

  /** Finds the operation of a request. The path has no prefix and no query. */
  match(method: string, path: string): OperationMatch {
    let template: string | null = null;
    for (const route of this.#routes) {
      const match = route.pattern.exec(path);
      if (match !== null && this.#parametersFit(route, match)) {
        template ??= route.template;
        if (method.toLowerCase() in (this.#paths()[route.template] as JsonObject)) {
          const values = route.names.map((name, index) => [name, decode(match[index + 1] ?? "")]);
          const pathParameters = Object.fromEntries(values) as Record<string, string>;
          return { kind: "found", operation: { template: route.template, method, pathParameters } };
        }
      }
    }
    return template === null ? { kind: "no-path" } : { kind: "no-method", template };
  }

  /** What is wrong with a query string: unknown names, values of the wrong form. */
  queryProblems(operation: MatchedOperation, query: URLSearchParams): string[] {
    const known = new Map(
      this.#parameters(operation.template, operation.method)
        .filter((parameter) => parameter.in === "query")
        .map((parameter) => [parameter.name, parameter]),
    );
    const problems: string[] = [];
    for (const [name, value] of query) {
      const parameter = known.get(name);
      if (parameter === undefined) {
        problems.push(`unknown query parameter ${name}`);
      } else if (!fitsParameter(parameter.schema, value)) {
        problems.push(`query parameter ${name} has the value ${JSON.stringify(value)}`);
      }
    }
    if (Number(query.get("per_page") ?? 1) > 100) {
      problems.push("per_page is over 100, which GitHub cuts in silence");
    }
    return problems;
  }

  /** What is wrong with a request's body; unknown properties count. */
  bodyProblems(operation: MatchedOperation, body: Json | undefined): string[] {
    const content = this.#operation(operation).requestBody as JsonObject | undefined;
    if (content === undefined) {
      return body === undefined ? [] : ["this operation takes no body"];
    }
    if (body === undefined) {
      return content.required === true ? ["the body is missing"] : [];
    }
    const pointer = this.#pointer(
      operation,
      "requestBody",
      "content",
      "application/json",
      "schema",
    );
    const schema = this.#resolve(pointer);
    return this.#problems(`request ${pointer}`, body, () => closeObjects(toJsonSchema(schema)));
  }

  /** What is wrong with an answer. */
  responseProblems(
    operation: MatchedOperation,
    status: number,
    mediaType: string | null,
    body: Json | undefined,
  ): string[] {
    const responses = this.#operation(operation).responses as JsonObject;
    const response = responses[String(status)] as JsonObject | undefined;
    if (response === undefined) {
      return status < 400
        ? [`the description has no answer ${status}`]
        : this.#problems("basic-error", body ?? null, () => ({
            $ref: `${ROOT}#/components/schemas/basic-error`,
          }));
    }
    const pointer = this.#pointer(operation, "responses", String(status));
    const target = typeof response.$ref === "string" ? response.$ref.slice(1) : pointer;
    const content = (this.#resolve(target) as JsonObject).content as JsonObject | undefined;
    if (content === undefined) {
      return body === undefined ? [] : ["this answer has no body"];
    }
    const described = mediaType !== null && mediaType in content ? mediaType : "application/json";
    const schemaPointer = `${target}/content/${escapePointer(described)}/schema`;
    return this.#problems(schemaPointer, body ?? null, () => ({
      $ref: `${ROOT}#${schemaPointer}`,
    }));
  }

  #problems(key: string, value: Json, schema: () => unknown): string[] {
    let validate = this.#validators.get(key);
    if (validate === undefined) {
      validate = this.#ajv.compile(absoluteReferences(schema()) as JsonObject);
      this.#validators.set(key, validate);
    }
    if (validate(value)) {
      return [];
    }
    return (validate.errors ?? []).map((error) => {
      const property = (error.params as { unevaluatedProperty?: string }).unevaluatedProperty;
      const name = property === undefined ? "" : ` (${property})`;
      return `${error.instancePath === "" ? "/" : error.instancePath} ${error.message ?? "is wrong"}${name}`;
    });
  }

  #paths(): JsonObject {
    return this.#document.paths as JsonObject;
  }

  #operation(operation: MatchedOperation): JsonObject {
    const path = this.#paths()[operation.template] as JsonObject;
    return path[operation.method.toLowerCase()] as JsonObject;
  }

  #pointer(operation: MatchedOperation, ...parts: string[]): string {
    const all = ["paths", operation.template, operation.method.toLowerCase(), ...parts];
    return `/${all.map(escapePointer).join("/")}`;
  }

  #resolve(pointer: string): Json {
    return pointer
      .slice(1)
      .split("/")
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<Json>((at, part) => (at as JsonObject)[part] ?? null, this.#document);
  }

  #parameters(template: string, method: string): Parameter[] {
    const path = this.#paths()[template] as JsonObject;
    const operation = path[method.toLowerCase()] as JsonObject;
    return ((operation.parameters ?? []) as JsonObject[]).map((parameter) =>
      typeof parameter.$ref === "string"
        ? (this.#resolve(parameter.$ref.slice(1)) as unknown as Parameter)
        : (parameter as unknown as Parameter),
    );
  }

  #pathParameters(template: string): Parameter[] {
    const [method = "get"] = Object.keys(this.#paths()[template] as JsonObject);
    return this.#parameters(template, method).filter((parameter) => parameter.in === "path");
  }

  #route(template: string): Route {
    const parameters = new Map(this.#pathParameters(template).map((item) => [item.name, item]));
    const names: string[] = [];
    const pattern = template.replaceAll(/\{(\w+)\}/g, (_match, name: string) => {
      names.push(name);
      return parameters.get(name)?.["x-multi-segment"] === true ? "(.*)" : "([^/]+)";
    });
    return { template, pattern: new RegExp(`^${pattern}$`), names };
  }

  #parametersFit(route: Route, match: RegExpExecArray): boolean {
    const parameters = new Map(
      this.#pathParameters(route.template).map((item) => [item.name, item]),
    );
    return route.names.every((name, index) =>
      fitsParameter(parameters.get(name)?.schema ?? {}, decode(match[index + 1] ?? "")),
    );
  }
}

function fitsParameter(schema: JsonObject, value: string): boolean {
  if (schema.type === "integer") {
    return /^\d+$/.test(value);
  }
  return Array.isArray(schema.enum) ? schema.enum.includes(value) : true;
}

function decode(value: string): string {
  return decodeURIComponent(value);
}

function escapePointer(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** OpenAPI 3.0's schemas as JSON Schema: `nullable` becomes a type. */
function toJsonSchema(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item) => toJsonSchema(item) ?? null);
  }
  if (!isJsonObject(value)) {
    return value;
  }
  const copy: JsonObject = Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, toJsonSchema(child)]),
  );
  if (copy.nullable !== true) {
    return copy;
  }
  const schema = { ...copy };
  Reflect.deleteProperty(schema, "nullable");
  return { anyOf: [schema, { type: "null" }] };
}

/** Makes unknown properties an error, wherever a schema lists the known ones. */
function closeObjects(value: Json | undefined): Json | undefined {
  if (!isJsonObject(value)) {
    return value;
  }
  const { additionalProperties: open, ...schema } = value;
  const closed: Record<string, Json | undefined> = { ...schema };
  if (isJsonObject(value.properties)) {
    closed.properties = Object.fromEntries(
      Object.entries(value.properties).map(([name, child]) => [name, closeObjects(child)]),
    );
    closed.unevaluatedProperties = isJsonObject(open) ? open : false;
    for (const keyword of ["anyOf", "oneOf", "allOf"] as const) {
      if (Array.isArray(value[keyword])) {
        closed[keyword] = (value[keyword] as JsonObject[]).map(
          ({ additionalProperties: _open, ...branch }) => branch,
        );
      }
    }
  }
  if (value.items !== undefined) {
    closed.items = closeObjects(value.items);
  }
  return closed;
}

/** References of a schema that is taken out of the description still lead into it. */
function absoluteReferences(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(absoluteReferences);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      key === "$ref" && typeof child === "string" && child.startsWith("#")
        ? `${ROOT}${child}`
        : absoluteReferences(child),
    ]),
  );
}
