/**
 * Draws a folded profile as a flame graph: one SVG without anything from outside. The widest is what took the most time;
 * callers stand above what they called, so that the eye goes down from the event loop to the system call. Pure.
 */
import { type FlameNode, hopOf } from "./cpu-profile.ts";

const WIDTH = 1_200;
const ROW = 17;
/** Narrower than this is not drawn. */
const LEAST_WIDTH = 0.4;
/** Room a letter takes at the size that is used. */
const LETTER = 6.3;
/** Frames deeper than this are cut, so that a recursion cannot make a page of any size. */
const DEPTH_MAX = 120;

/** @param requests how many requests the time is of: what a frame took is told per request as well */
export function flameGraphSvg(root: FlameNode, requests: number): string {
  const boxes: string[] = [];
  let deepest = 0;
  const draw = (node: FlameNode, x: number, depth: number): void => {
    const width = root.totalUs === 0 ? 0 : (node.totalUs / root.totalUs) * WIDTH;
    if (width < LEAST_WIDTH || depth > DEPTH_MAX) return;
    deepest = Math.max(deepest, depth);
    boxes.push(box(node, root.totalUs, requests, x, depth, width));
    let at = x;
    for (const child of node.children) {
      draw(child, at, depth + 1);
      at += (child.totalUs / root.totalUs) * WIDTH;
    }
  };
  draw(root, 0, 0);
  const height = (deepest + 1) * ROW;
  return `<svg class="flame" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="flame graph of the order path's thread">${boxes.join("")}</svg>`;
}

function box(node: FlameNode, wholeUs: number, requests: number, x: number, depth: number, width: number): string {
  const where = node.file === "" ? "" : ` ${node.file}${node.line > 0 ? `:${node.line}` : ""}`;
  const share = wholeUs === 0 ? 0 : (node.totalUs / wholeUs) * 100;
  const each = requests > 0 ? `, ${(node.totalUs / requests).toFixed(2)} us a request` : "";
  const own = requests > 0 ? `, itself ${(node.selfUs / requests).toFixed(2)} us` : "";
  const title = `${node.name}${where}: ${share.toFixed(1)} %${each}${own}`;
  const letters = Math.floor((width - 4) / LETTER);
  const shown = node.name.length <= letters ? node.name : `${node.name.slice(0, Math.max(0, letters - 1))}…`;
  const y = depth * ROW;
  const text = letters < 3 ? "" : `<text x="${(x + 2).toFixed(1)}" y="${y + 12}">${inert(shown)}</text>`;
  return `<g><title>${inert(title)}</title><rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(0.2, width - 0.3).toFixed(1)}" height="${ROW - 1}" fill="${colourOf(node)}"/>${text}</g>`;
}

/** One colour for each hop; grey for what is not ours. */
function colourOf({ file, name }: FlameNode): string {
  if (name === "(garbage collector)") return "#f87171";
  if (!file.startsWith("src/") && !file.startsWith("simulator/")) return "#c3c8d0";
  const hop = hopOf(file);
  let hash = 7;
  for (let index = 0; index < hop.length; index++) hash = (Math.imul(hash, 31) + hop.charCodeAt(index)) >>> 0;
  return `hsl(${hash % 360} 62% 68%)`;
}

function inert(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
