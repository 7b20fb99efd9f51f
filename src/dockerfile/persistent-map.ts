interface Node<V> {
  readonly key: string;
  readonly value: V;
  readonly left: Node<V> | null;
  readonly right: Node<V> | null;
  readonly height: number;
}

/**
 * A map from strings that is never changed: `with` gives a new one that shares all but a few nodes with the old one. So
 * every instruction can have its own variables without a copy. It is a balanced (AVL) tree: all is done in O(log n).
 */
export class PersistentMap<V> {
  private readonly root: Node<V> | null;

  constructor(root: Node<V> | null = null) {
    this.root = root;
  }

  get(key: string): V | undefined {
    let node = this.root;
    while (node !== null) {
      if (key === node.key) return node.value;
      node = key < node.key ? node.left : node.right;
    }
    return undefined;
  }

  /** The same map with one key set. */
  with(key: string, value: V): PersistentMap<V> {
    return new PersistentMap(insert(this.root, key, value));
  }
}

/** Its depth is the tree's height, which is 1.44 times the logarithm of the number of keys at most. */
function insert<V>(node: Node<V> | null, key: string, value: V): Node<V> {
  if (node === null) return { key, value, left: null, right: null, height: 1 };
  if (key === node.key) return { ...node, value };
  return key < node.key
    ? balance(node, insert(node.left, key, value), node.right)
    : balance(node, node.left, insert(node.right, key, value));
}

function balance<V>(node: Node<V>, left: Node<V> | null, right: Node<V> | null): Node<V> {
  const lean = height(left) - height(right);
  if (left !== null && lean > 1) {
    if (height(left.left) >= height(left.right)) {
      return join(left, left.left, join(node, left.right, right));
    }
    if (left.right !== null) {
      const { right: middle } = left;
      return join(middle, join(left, left.left, middle.left), join(node, middle.right, right));
    }
  }
  if (right !== null && lean < -1) {
    if (height(right.right) >= height(right.left)) {
      return join(right, join(node, left, right.left), right.right);
    }
    if (right.left !== null) {
      const { left: middle } = right;
      return join(middle, join(node, left, middle.left), join(right, middle.right, right.right));
    }
  }
  return join(node, left, right);
}

function join<V>({ key, value }: Node<V>, left: Node<V> | null, right: Node<V> | null): Node<V> {
  return { key, value, left, right, height: Math.max(height(left), height(right)) + 1 };
}

function height<V>(node: Node<V> | null): number {
  return node === null ? 0 : node.height;
}
