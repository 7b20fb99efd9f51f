import type { Stage } from "./model.ts";

/**
 * Groups of stages that need each other, directly or through others: Tarjan's strongly connected components, without
 * recursion.
 * @returns the number of its group for each stage that is in one; a stage by itself is in none
 */
export function circularGroups(stages: readonly Stage[]): ReadonlyMap<Stage, number> {
  const groups = new Map<Stage, number>();
  const order = new Map<Stage, number>();
  const lowest = new Map<Stage, number>();
  const open: Stage[] = [];
  const isOpen = new Set<Stage>();
  let count = 0;
  for (const root of stages) {
    const path: { stage: Stage; next: number }[] = [];
    const enter = (stage: Stage): void => {
      order.set(stage, order.size);
      lowest.set(stage, order.size - 1);
      open.push(stage);
      isOpen.add(stage);
      path.push({ stage, next: 0 });
    };
    if (!order.has(root)) enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { stage } = top;
      const low = lowest.get(stage) ?? 0;
      const dependency = stage.dependencies[top.next++];
      if (dependency !== undefined) {
        if (!order.has(dependency)) enter(dependency);
        else if (isOpen.has(dependency))
          lowest.set(stage, Math.min(low, order.get(dependency) ?? 0));
        continue;
      }
      path.pop();
      const above = path.at(-1)?.stage;
      if (above !== undefined) lowest.set(above, Math.min(lowest.get(above) ?? 0, low));
      if (low !== order.get(stage)) continue;
      const alone = open.at(-1) === stage;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        isOpen.delete(member);
        if (!alone) groups.set(member, count);
        if (member === stage) break;
      }
      count++;
    }
  }
  return groups;
}

/** The shortest way from one stage along what it needs to another, both included; empty when there is none. */
export function pathBetween(from: Stage, to: Stage): readonly Stage[] {
  const cameFrom = new Map<Stage, Stage | null>([[from, null]]);
  for (const stage of cameFrom.keys()) {
    if (stage === to) break;
    for (const dependency of stage.dependencies) {
      if (!cameFrom.has(dependency)) cameFrom.set(dependency, stage);
    }
  }
  const path: Stage[] = [];
  for (let at = cameFrom.has(to) ? to : null; at !== null; at = cameFrom.get(at) ?? null)
    path.push(at);
  return path.reverse();
}
