/** The page's style: light and dark by the reader's setting, readable on a phone, and on paper. */
export const style = `
:root { color-scheme: light dark; --ground: #ffffff; --panel: #f6f8fa; --line: #d0d7de; --text: #1f2328; --soft: #59636e;
  --link: #0a58ca; --error: #c62828; --warning: #9a6700; --info: #0a58ca; --kept: #1a7f37; --bad-ground: #ffebe9; --good-ground: #dafbe1; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #0d1117; --panel: #161b22; --line: #3d444d; --text: #e6edf3;
  --soft: #9198a1; --link: #6cb6ff; --error: #ff8182; --warning: #e3b341; --info: #6cb6ff; --kept: #56d364;
  --bad-ground: #4c1b20; --good-ground: #12361f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 96rem; padding: 1rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
header > p, main > p, ol { max-width: 60rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0.5rem 0; } h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1.05rem; margin: 0 0 0.5rem; overflow-wrap: anywhere; }
a { color: var(--link); } :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; list-style: none; }
code, pre, .source { font-family: ui-monospace, monospace; font-size: 0.85rem; }
code { background: var(--panel); padding: 0 0.2em; border-radius: 3px; overflow-wrap: anywhere; }
.soft { color: var(--soft); } .error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); }
.tiles { display: flex; flex-wrap: wrap; gap: 0.75rem; padding: 0; list-style: none; }
.tiles li { flex: 1 1 7rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 0.75rem; }
.tiles b { display: block; font-size: 1.5rem; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(34rem, 100%), 1fr)); gap: 1rem; }
figure { margin: 0; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem; min-width: 0; }
figcaption { font-weight: 600; margin-bottom: 0.5rem; } svg { max-width: 100%; height: auto; display: block; }
svg text { fill: var(--text); font: 13px system-ui, sans-serif; } svg .box { fill: var(--ground); stroke: var(--soft); }
svg .final { stroke-width: 3; } svg .edge { stroke: var(--soft); fill: none; } svg .tip { fill: var(--soft); }
svg .bar-error { fill: var(--error); } svg .bar-warning { fill: var(--warning); } svg .bar-info { fill: var(--info); } svg .bar { fill: var(--link); }
.wide { overflow-x: auto; } table { border-collapse: collapse; } caption { text-align: left; padding-bottom: 0.25rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.drawing svg { max-width: none; }
.heat th, .heat td { border: 1px solid var(--line); padding: 0.2rem 0.4rem; text-align: center; }
.heat th[scope="row"] { text-align: left; font-weight: normal; position: sticky; left: 0; background: var(--ground); min-width: 8rem; max-width: min(36rem, 45vw); overflow-wrap: anywhere; }
.heat thead th { vertical-align: bottom; font-weight: normal; } .heat thead th:first-child { text-align: left; } .heat thead span { writing-mode: vertical-rl; white-space: nowrap; }
.heat .kept { background: var(--good-ground); color: var(--kept); } .heat .broken { background: var(--bad-ground); color: var(--error); }
.numbers th, .numbers td { border: 1px solid var(--line); padding: 0.2rem 0.5rem; text-align: right; font-variant-numeric: tabular-nums; }
.numbers th[scope="row"], .numbers th:first-child { text-align: left; font-weight: normal; overflow-wrap: anywhere; min-width: 10rem; }
.numbers tr:nth-child(even) { background: var(--panel); }
article { border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem; margin: 1rem 0; min-width: 0;
  content-visibility: auto; contain-intrinsic-size: auto 20rem; }
details { margin: 0.5rem 0; } summary { cursor: pointer; }
.source { width: 100%; background: var(--panel); border: 1px solid var(--line); } .source td { padding: 0 0.5rem; vertical-align: top; }
.source .code { white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; width: 100%; }
.source .number { color: var(--soft); text-align: right; user-select: none; min-width: 2.5rem; }
.source .found td { background: var(--ground); border-block: 1px solid var(--line); font-family: system-ui, sans-serif; padding: 0.4rem 0.75rem; overflow-wrap: anywhere; }
.sides { table-layout: fixed; } .sides .code { padding-left: 1.5rem; text-indent: -1rem; } .sides .code::before { content: "\\a0"; display: inline-block; width: 1rem; text-indent: 0; user-select: none; }
.sides .removed { background: var(--bad-ground); } .sides .removed::before { content: "−"; }
.sides .added { background: var(--good-ground); } .sides .added::before { content: "+"; }
.sides col.numbers { width: 3rem; } .sides th { text-align: left; font-weight: 600; padding: 0.2rem 0.5rem; border-bottom: 1px solid var(--line); }
@media (max-width: 40rem) { body { padding: 0.5rem; } .source .number { min-width: 1.5rem; padding: 0 0.25rem; }
  .sides col.numbers { width: 2rem; } figure > svg text { font-size: 17px; } }
@media print { :root { font-size: 11px; } body { max-width: none; padding: 0; } nav, .clean { display: none; }
  .plots { grid-template-columns: 1fr 1fr; } .drawing svg { max-width: 100%; }
  article { content-visibility: visible; } h2, h3, summary, caption { break-after: avoid; } tr:first-child { break-before: avoid; } figure, li, tr { break-inside: avoid; }
  details:not([open]) { display: none; } summary { list-style: none; font-weight: 600; } .heat thead span { font-size: 0.9rem; }
  a { text-decoration: none; } }
@media print { @supports selector(::details-content) { details:not([open]) { display: block; } details.clean { display: none; }
  ::details-content { content-visibility: visible; block-size: auto; break-before: avoid; } } }
`;
