/** Fits a section's Markdown into the page: headings under the section's own, with anchors, and marks on what changed. */
import type { Heading, Nodes, Root } from "mdast";
import { visit } from "unist-util-visit";
import type { VFile } from "vfile";

import { withoutNumber } from "./outline";

interface Options {
  title: string;
  anchor: string;
  /** The Markdown this section had in the last design, if it reads differently now. */
  before: string | null;
}

/** A section's own title is an h2, so the headings inside it start here. */
const TOP_DEPTH = 3;
const MARKED = new Set<Nodes["type"]>(["paragraph", "heading", "code", "listItem", "tableRow", "blockquote"]);

export function remarkDocument({ title, anchor, before }: Options) {
  return (tree: Root, file: VFile): void => {
    dropTitle(tree, title);
    anchorHeadings(tree, anchor);
    if (before !== null) markChanges(tree, String(file), before);
  };
}

function dropTitle(tree: Root, title: string): void {
  const first = tree.children[0];
  if (first?.type === "heading" && slug(withoutNumber(words(first))) === slug(withoutNumber(title))) tree.children.shift();
}

function anchorHeadings(tree: Root, anchor: string): void {
  const headings: Heading[] = [];
  visit(tree, "heading", (heading) => void headings.push(heading));
  const top = Math.min(...headings.map((heading) => heading.depth));
  const used = new Map<string, number>();
  for (const heading of headings) {
    heading.depth = Math.min(6, heading.depth - top + TOP_DEPTH) as Heading["depth"];
    const name = `${anchor}-${slug(words(heading))}`;
    const times = used.get(name) ?? 0;
    used.set(name, times + 1);
    addProperties(heading, { id: times === 0 ? name : `${name}-${times + 1}` });
  }
}

/** A block is new when one of its lines stood nowhere in the section before. */
function markChanges(tree: Root, source: string, before: string): void {
  const known = new Set(lines(before));
  visit(tree, (node, index, parent) => {
    const isTableHead = parent?.type === "table" && index === 0;
    if (!MARKED.has(node.type) || isTableHead || !node.position) return;
    const { start, end } = node.position;
    const isNew = lines(source.slice(start.offset, end.offset)).some((line) => !known.has(line));
    const isInListItem = node.type === "paragraph" && parent?.type === "listItem";
    if (isNew && !isInListItem) addProperties(node, { "data-changed": "" });
  });
}

const lines = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter(Boolean);

function addProperties(node: Nodes, properties: Record<string, string>): void {
  node.data = { ...node.data, hProperties: { ...node.data?.hProperties, ...properties } };
}

function words(node: Nodes): string {
  if ("value" in node) return node.value;
  return "children" in node ? node.children.map(words).join("") : "";
}

export function slug(text: string): string {
  return text.toLowerCase().normalize("NFKD").replace(/[^\p{Letter}\p{Number}]+/gu, "-").replace(/^-|-$/g, "");
}
