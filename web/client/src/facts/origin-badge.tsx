import type { FactView } from "../wire";

const LOOKS: Record<FactView["origin"], string> = {
  given: "bg-blue-wash text-blue",
  preset: "bg-green-wash text-green",
  assumed: "bg-amber-wash text-amber",
  derived: "bg-well text-soft",
};

export function OriginBadge({ origin }: { origin: FactView["origin"] }) {
  return <span className={`inline-block rounded-full px-2 py-0.5 text-[0.6875rem] leading-4 font-medium ${LOOKS[origin]}`}>{origin}</span>;
}
