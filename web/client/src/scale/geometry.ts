/** Where things stand on the chart of scale: an axis of factors, logarithmic, from the least size to the greatest. */
import type { LaneView, Scaled } from "../wire";

export interface Axis {
  low: number;
  high: number;
}

export function axisOf(scale: Scaled): Axis {
  return { low: scale.ticks.at(0)?.factor ?? 0.001, high: scale.ticks.at(-1)?.factor ?? 1000 };
}

/** From 0 at the least size to 1 at the greatest. */
export function position(factor: number, { low, high }: Axis): number {
  const place = Math.log(factor / low) / Math.log(high / low);
  return Math.min(1, Math.max(0, place));
}

export const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** Where a decision turns, told from today's side: what it becomes beyond that size. */
export interface Turn {
  factor: number;
  size: string;
  below: boolean;
  becomes: string;
}

export function turnsOf({ stretches }: LaneView): Turn[] {
  return stretches.slice(1).flatMap((after, index) => {
    const before = stretches[index];
    if (!before) return [];
    const below = after.low <= 1;
    return [{ factor: after.low, size: after.low_text, below, becomes: below ? before.title : after.title }];
  });
}

/** "below 4.3 M daily users: Managed load balancer" */
export const turnInWords = ({ size, below, becomes }: Turn, counted: string): string => `${below ? "below" : "above"} ${sizeInWords(size, counted)}: ${becomes}`;

export const sizeInWords = (size: string, counted: string): string => (counted ? `${size} ${counted}` : size);

/** How far from today: "36% of today’s size", "1.8 times today’s size". */
export function distanceInWords(factor: number): string {
  const amount = factor < 1 ? factor * 100 : factor;
  const rounded = Number(amount.toPrecision(2)).toLocaleString("en");
  return factor < 1 ? `${rounded}% of today’s size` : `${rounded} times today’s size`;
}

/** The nearest turns on one side of today; several decisions may turn at one size. */
export interface Signpost {
  factor: number;
  size: string;
  turns: { decision: string; becomes: string }[];
}

export function nearest(lanes: readonly LaneView[], below: boolean): Signpost | null {
  const all = lanes.flatMap((lane) => turnsOf(lane).filter((turn) => turn.below === below).map((turn) => ({ ...turn, decision: lane.title })));
  const first = all.toSorted((a, b) => Math.abs(Math.log(a.factor)) - Math.abs(Math.log(b.factor))).at(0);
  if (!first) return null;
  const turns = all.filter(({ size }) => size === first.size).map(({ decision, becomes }) => ({ decision, becomes }));
  return { factor: first.factor, size: first.size, turns };
}

/** How a text stands at its point: on it, ending at it, beginning at it, or not at all where there is no room. */
export type Stand = "middle" | "end" | "start" | "none";

const LETTER = 6.2; // pixels of a digit in the small type of the chart
const BETWEEN = 6;

/** Stands for the texts at `points` (pixels, from left to right) so that none covers another or leaves the lane. */
export function stands(points: readonly number[], texts: readonly string[], width: number): Stand[] {
  let taken = -BETWEEN;
  return points.map((point, index) => {
    const size = (texts[index]?.length ?? 0) * LETTER;
    const next = points[index + 1] ?? Infinity;
    const limit = Math.min(width, next === Infinity ? width : next - 2);
    const tries: [Stand, number][] = [["middle", point - size / 2], ["end", point - size], ["start", point]];
    for (const [stand, left] of tries) {
      const crowds = stand === "middle" && next !== Infinity && left + size > (point + next) / 2;
      if (left >= Math.max(0, taken + BETWEEN) && left + size <= Math.max(limit, stand === "end" ? point : 0) && !crowds) {
        taken = left + size;
        return stand;
      }
    }
    return "none";
  });
}
