/** Two colours that meet in a page, as text and what lies behind it. */
export interface ColourPair {
  /** The first text that has them. */
  readonly sample: string;
  readonly ratio: number;
  /** What WCAG 2.2 asks for: 3 of large text, 4.5 of other text. */
  readonly wanted: number;
}

/**
 * A script for a page that gives each pair of colours once. Source of the formulas: WCAG 2.2, "relative luminance" and "contrast
 * ratio"; of what is large: 24 pixels, or 18.66 in bold.
 */
export const contrastScript = `(() => {
  const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = numbers(colour).map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (numbers(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const pairs = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === "" || element.closest("title, style, .unseen") !== null) continue;
    const look = getComputedStyle(element);
    const front = element instanceof SVGElement ? look.fill : look.color;
    const back = behind(element);
    const size = parseFloat(look.fontSize);
    const wanted = size >= 24 || (size >= 18.66 && Number(look.fontWeight) >= 700) ? 3 : 4.5;
    const key = front + back + wanted;
    if (pairs.has(key)) continue;
    const [light, dark] = [luminance(front), luminance(back)].sort((one, other) => other - one);
    pairs.set(key, { sample: node.data.trim().slice(0, 40), ratio: (light + 0.05) / (dark + 0.05), wanted });
  }
  return [...pairs.values()];
})()`;

/** A script for a page that gives what a reader who cannot see it, or has no mouse, would trip over; empty when there is nothing. */
export const structureScript = `(() => {
  const wrong = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  if (document.documentElement.lang !== "en") wrong.push("no language");
  for (const landmark of ["header", "nav", "main", "h1"]) {
    if (all("body " + landmark).length !== 1) wrong.push("not one " + landmark);
  }
  let last = 0;
  for (const heading of all("h1, h2, h3, h4, h5, h6")) {
    const rank = Number(heading.tagName.slice(1));
    if (rank > last + 1) wrong.push("a rank is skipped at " + heading.textContent);
    last = rank;
  }
  for (const table of all("table")) {
    if (!table.caption?.textContent) wrong.push("a table without a caption: " + table.className);
  }
  for (const table of all("table:not(.source)")) {
    if (table.querySelector("thead th:not([scope]), tbody th:not([scope])") !== null) wrong.push("a head cell without a scope");
    if ([...table.tBodies[0].rows].some((row) => row.cells[0].tagName !== "TH")) wrong.push("a row without a head");
  }
  for (const picture of all("svg:not([aria-hidden])")) {
    if (picture.getAttribute("role") !== "img" || !picture.getAttribute("aria-label")) wrong.push("a drawing without words");
  }
  for (const region of all("[role=region]")) {
    const name = region.getAttribute("aria-label") ?? document.getElementById(region.getAttribute("aria-labelledby"))?.textContent;
    if (!name) wrong.push("a region without a name");
    if (region.tabIndex !== 0) wrong.push("a region that the keyboard does not reach: " + name);
  }
  for (const scrolled of all("body *")) {
    const moves = ["auto", "scroll"].includes(getComputedStyle(scrolled).overflowX);
    if (moves && scrolled.tabIndex !== 0) wrong.push("something that only a mouse scrolls: " + scrolled.className);
  }
  const names = all("[id]").map(({ id }) => id);
  if (new Set(names).size !== names.length) wrong.push("an id twice");
  for (const link of all('a[href^="#"]')) {
    if (document.getElementById(decodeURIComponent(link.hash.slice(1))) === null) wrong.push("a link to nothing: " + link.hash);
  }
  for (const link of all("a")) if (!link.textContent.trim()) wrong.push("a link without words");
  if (document.getAnimations().length > 0) wrong.push("something moves");
  if (all("*").some((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0)) wrong.push("something moves when it changes");
  return [...new Set(wrong)];
})()`;
