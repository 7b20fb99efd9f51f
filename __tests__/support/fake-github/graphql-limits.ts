import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLSchema,
  isCompositeType,
  isObjectType,
  isInterfaceType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import type { GraphQLNamedType } from "graphql";

/** Something GitHub says of a query before it runs it. */
export interface QueryProblem {
  readonly type: string;
  readonly message: string;
}

/** How much a query asks for. */
export interface QuerySize {
  /** Nodes it could give, by GitHub's way of counting. */
  readonly nodes: number;
  /** Requests that filling its connections would take: the cost is a hundredth of it, at least 1. */
  readonly requests: number;
  readonly problems: readonly QueryProblem[];
}

interface Sums {
  nodes: number;
  requests: number;
  problems: QueryProblem[];
}

/**
 * Counts what a query may give, as GitHub's page "Rate limits and query limits for the GraphQL API" does: each connection must say
 * `first` or `last`, of 1 to 100, and multiplies what is inside.
 */
export function measureQuery(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Readonly<Record<string, unknown>>,
): QuerySize {
  const sums: Sums = { nodes: 0, requests: 0, problems: [] };
  const walk = (set: SelectionSetNode, parent: GraphQLNamedType, outer: number): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        walkField(selection, parent, outer);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const name = selection.typeCondition?.name.value;
        walk(
          selection.selectionSet,
          (name === undefined ? null : schema.getType(name)) ?? parent,
          outer,
        );
      } else {
        const fragment = fragments.get(selection.name.value);
        const type = schema.getType(fragment?.typeCondition.name.value ?? "");
        if (fragment !== undefined && type !== undefined) {
          walk(fragment.selectionSet, type, outer);
        }
      }
    }
  };
  const walkField = (field: FieldNode, parent: GraphQLNamedType, outer: number): void => {
    if (!isObjectType(parent) && !isInterfaceType(parent)) {
      return;
    }
    const definition = parent.getFields()[field.name.value];
    if (definition === undefined || field.selectionSet === undefined) {
      return;
    }
    const type = getNamedType(definition.type);
    let inner = outer;
    if (
      type.name.endsWith("Connection") &&
      definition.args.some((argument) => argument.name === "first")
    ) {
      const size = pageSize(field, variables, sums.problems);
      sums.requests += outer;
      sums.nodes += outer * size;
      inner = outer * size;
    }
    if (isCompositeType(type)) {
      walk(field.selectionSet, type, inner);
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root !== undefined && root !== null) {
    walk(operation.selectionSet, root, 1);
  }
  return sums;
}

function pageSize(
  field: FieldNode,
  variables: Readonly<Record<string, unknown>>,
  problems: QueryProblem[],
): number {
  const name = field.name.value;
  const argument = field.arguments?.find((item) => ["first", "last"].includes(item.name.value));
  const size = argument === undefined ? null : valueFromASTUntyped(argument.value, variables);
  if (argument === undefined || size === null || size === undefined) {
    problems.push({
      type: "MISSING_PAGINATION_BOUNDARIES",
      message: `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    });
    return 0;
  }
  const count = Number(size);
  if (count > 100 || count < 1) {
    const bound = argument.name.value;
    problems.push({
      type: "EXCESSIVE_PAGINATION",
      message: `Requesting ${count} records on the \`${name}\` connection exceeds the \`${bound}\` limit of 100 records.`,
    });
  }
  return count;
}
