import { readFileSync } from "node:fs";
import {
  buildSchema,
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  type GraphQLFieldResolver,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  validate,
} from "graphql";
import { measureQuery } from "./graphql-limits.ts";
import { type GraphObject, graphRoot } from "./graphql-objects.ts";
import { isJsonObject, type Json, type JsonObject } from "./json.ts";
import type { World } from "./world.ts";

/** GitHub's own schema, of the npm package `@octokit/graphql-schema`. */
const SDL = new URL(
  "../../../node_modules/@octokit/graphql-schema/schema.graphql",
  import.meta.url,
);

let schema: GraphQLSchema | null = null;

function gitHubSchema(): GraphQLSchema {
  schema ??= buildSchema(readFileSync(SDL, "utf8"), { assumeValid: true, assumeValidSDL: true });
  return schema;
}

/** What a query gave. */
export interface GraphAnswer {
  readonly status: number;
  readonly body: JsonObject;
  /** What the query did that GitHub would refuse or that the stand-in cannot answer. */
  readonly violations: readonly string[];
  /** Points against the limit. */
  readonly cost: number;
  readonly isMutation: boolean;
}

/** A query that was read and measured, ready to be run. */
export interface PreparedQuery {
  readonly cost: number;
  readonly isMutation: boolean;
  run(rateLimit: {
    limit: number;
    used: number;
    remaining: number;
    reset: number;
  }): Promise<GraphAnswer>;
}

class NotSimulated extends Error {
  override readonly name = "NotSimulated";
}

/** Reads, validates and measures a query without running it. */
export function prepareQuery(world: World, body: Json | undefined): PreparedQuery {
  if (!isJsonObject(body) || typeof body.query !== "string") {
    const message = "A query attribute must be specified and must be a string.";
    return refused(400, { message }, [message]);
  }
  const variables = isJsonObject(body.variables) ? body.variables : {};
  let document: DocumentNode;
  try {
    document = parse(body.query);
  } catch (error) {
    return refused(200, { errors: [errorJson(error as GraphQLError)] }, [
      `GraphQL: ${(error as Error).message}`,
    ]);
  }
  const invalid = validate(gitHubSchema(), document);
  if (invalid.length > 0) {
    const messages = invalid.map((error) => `GraphQL: ${error.message}`);
    return refused(200, { errors: invalid.map(errorJson) }, messages);
  }
  const operation = findOperation(document, body.operationName);
  if (operation === null) {
    return refused(200, { errors: [{ message: "No operation to execute" }] }, [
      "GraphQL: no operation",
    ]);
  }
  return measured(world, document, operation, variables);
}

function measured(
  world: World,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: JsonObject,
): PreparedQuery {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const size = measureQuery(gitHubSchema(), operation, fragments, variables);
  const limit = world.limits.graphqlNodes;
  const problems = [...size.problems];
  if (size.nodes > limit) {
    const possible = `${size.nodes.toLocaleString("en")} possible nodes`;
    const message = `This query requests up to ${possible} which exceeds the maximum limit of ${limit.toLocaleString("en")}.`;
    problems.push({ type: "MAX_NODE_LIMIT_EXCEEDED", message });
  }
  if (problems.length > 0) {
    const errors = problems.map(({ type, message }) => ({ type, message }));
    return refused(
      200,
      { data: null, errors },
      errors.map((error) => `GraphQL: ${error.message}`),
    );
  }
  const cost = Math.max(1, Math.round(size.requests / 100));
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  return {
    cost,
    isMutation,
    async run(rateLimit) {
      const violations: string[] = [];
      const root = graphRoot(world, () => ({
        __typename: "RateLimit",
        cost,
        nodeCount: size.nodes,
        limit: rateLimit.limit,
        used: rateLimit.used,
        remaining: rateLimit.remaining,
        resetAt: new Date(rateLimit.reset * 1000).toISOString(),
      }));
      const result = await execute({
        schema: gitHubSchema(),
        document,
        rootValue: root,
        variableValues: variables,
        operationName: operation.name?.value ?? null,
        fieldResolver: resolveField,
        typeResolver: (value) => (value as GraphObject).__typename,
      });
      const errors = (result.errors ?? []).map((error) => {
        if (error.originalError !== undefined && !(error.originalError instanceof GraphQLError)) {
          violations.push(`GraphQL: ${error.message}`);
        }
        return errorJson(error);
      });
      const body = {
        data: (result.data ?? null) as Json,
        ...(errors.length > 0 ? { errors } : {}),
      };
      return { status: 200, body, violations, cost, isMutation };
    },
  };
}

function refused(status: number, body: JsonObject, violations: readonly string[]): PreparedQuery {
  const answer: GraphAnswer = { status, body, violations, cost: 1, isMutation: false };
  return { cost: 1, isMutation: false, run: () => Promise.resolve(answer) };
}

function findOperation(
  document: DocumentNode,
  name: Json | undefined,
): OperationDefinitionNode | null {
  const operations = document.definitions.filter((item) => item.kind === Kind.OPERATION_DEFINITION);
  const found =
    typeof name === "string" ? operations.find((item) => item.name?.value === name) : operations[0];
  return found ?? null;
}

/** A field that an object does not have is an error, never a silent null. */
const resolveField: GraphQLFieldResolver<unknown, unknown> = (
  source,
  args: Record<string, unknown>,
  _context,
  info,
) => {
  const object = source as GraphObject;
  if (!Object.hasOwn(object, info.fieldName)) {
    throw new NotSimulated(`${info.parentType.name}.${info.fieldName} is not simulated`);
  }
  const value = object[info.fieldName];
  return typeof value === "function" ? (value as (given: typeof args) => unknown)(args) : value;
};

function errorJson(error: GraphQLError): JsonObject {
  const { type, ...extensions } = error.extensions as { type?: string };
  const locations = (error.locations ?? []).map(({ line, column }) => ({ line, column }));
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path === undefined ? {} : { path: [...error.path] }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    locations,
    message: error.message,
  };
}
