/** The facts that a line of the conversation states: "Availability: **99.99%** (“four nines”)", as a bullet or in a row. */
import type { Line } from "../state";

const STATEMENT = /([^\s*:][^*:]*): \*\*([^*]+)\*\*(?: \(([^)]*“[^”]*”[^)]*)\))?\.?/;
const BULLET = new RegExp(`^- ${STATEMENT.source}$`);
const ROW = new RegExp(`^(?:${STATEMENT.source}\\s*)+$`);
const EACH = new RegExp(STATEMENT, "g");

export interface Split {
  /** The titles of the facts that are stated, in their order. */
  titles: string[];
  /** What the line says besides. */
  rest: string;
}

/** Takes the statements about facts of these titles out of a text. */
export function split(text: string, known: ReadonlySet<string>): Split {
  const titles: string[] = [];
  const take = (title: string) => known.has(title) && titles.push(title) > 0;
  const rest = text.split("\n").flatMap((line) => {
    const [, title] = BULLET.exec(line) ?? [];
    if (title !== undefined) return take(title) ? [] : [line];
    if (!ROW.test(line)) return [line];
    const left = [...line.matchAll(EACH)].filter(([, each = ""]) => !take(each)).map(([statement]) => statement);
    return left.length > 0 ? [left.join(" ")] : [];
  });
  return { titles, rest: rest.join("\n").trim().replace(/^Understood:$/, "") };
}

/** The newest line that states each fact: there, and only there, it can be put right. */
export function newestStatement(lines: readonly Line[], known: ReadonlySet<string>): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const { seq, tone, text } of lines) {
    if (tone === "understood") for (const title of split(text, known).titles) newest.set(title, seq);
  }
  return newest;
}
