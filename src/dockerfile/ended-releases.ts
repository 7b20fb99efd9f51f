import { findBaseImage } from "./known-images.ts";
import type { ImageReference } from "./model.ts";
import { products, type Product } from "./product-releases.ts";

/** A release that an image is made of, and that gets no security fixes any more. */
export interface EndedRelease {
  readonly product: Product;
  /** As its makers number it: `14`, `3.9`. */
  readonly release: string;
  /** The last day of free security fixes: `2023-04-30`. */
  readonly day: string;
}

const byName: ReadonlyMap<string, Product> = new Map(
  products.map((product) => [product.name, product]),
);

/** The distributions that tags of other images name releases of. */
const distributions = ["debian", "ubuntu"].flatMap((name) => byName.get(name) ?? []);

/**
 * The releases named by an image's tag that have ended: that of its language or server, and that of the distribution it
 * stands on (`node:14-buster` has two). Empty for images that the table does not have.
 * @param today the day to compare with: `2026-11-21`
 */
export function endedReleases(image: ImageReference, today: string): EndedRelease[] {
  const known = findBaseImage(image);
  const parts = (image.tag ?? "").split("-");
  const found: EndedRelease[] = [];
  const product = known?.product === undefined ? undefined : byName.get(known.product);
  if (product !== undefined) add(product, releaseOf(product, parts[0] ?? ""));
  if (known !== null) for (const part of parts) addDistribution(part);
  const distroless = /(?:^|\/)distroless\/.*-(debian\d+)$/.exec(image.repository)?.[1];
  if (distroless !== undefined) addDistribution(distroless);
  return found;

  function add(of: Product, release: string | null): void {
    const day = of.ends.find(([one]) => one === release)?.[1] ?? null;
    if (release === null || day === null || day >= today) return;
    if (!found.some((one) => one.product === of)) found.push({ product: of, release, day });
  }

  function addDistribution(part: string): void {
    const alpine = /^alpine(\d+\.\d+)/.exec(part)?.[1];
    const alpineLinux = byName.get("alpine-linux");
    if (alpine !== undefined && alpineLinux !== undefined) add(alpineLinux, alpine);
    for (const one of distributions) {
      add(one, one.codenames?.[part] ?? numberBehind(one.name, part));
    }
  }
}

/** `11` of `debian11`. */
function numberBehind(name: string, part: string): string | null {
  return part.startsWith(name) && /^\d+$/.test(part.slice(name.length))
    ? part.slice(name.length)
    : null;
}

/** The release that a version or a code name means: `3.9` of `3.9.18`, `20` of `20.11.1`, `10` of `buster`; null for `3`. */
function releaseOf(product: Product, version: string): string | null {
  const named = product.codenames?.[version];
  if (named !== undefined) return named;
  const [, major = "", minor = ""] = /^v?(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  const releases = product.ends.map(([release]) => release);
  return [`${major}.${minor}`, major].find((one) => releases.includes(one)) ?? null;
}

/** The releases of a product that get security fixes on a day, oldest first. */
export function supportedReleases({ ends }: Product, today: string): string[] {
  return ends
    .flatMap(([release, day]) => (day === null || day >= today ? [release] : []))
    .reverse();
}
