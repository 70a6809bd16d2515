import { useState } from "react";

import { usePage } from "../store";
import { cx } from "../ui/class-names";
import type { FactView } from "../wire";
import { FactRow } from "./fact-row";

type Origin = FactView["origin"];

const ORIGINS: readonly Origin[] = ["given", "preset", "assumed", "derived"];
const MEANING: Record<Origin, string> = {
  given: "You said so.",
  preset: "From the preset, with its source.",
  assumed: "A default, until you say better. Edit what you know.",
  derived: "The result of a formula over the others.",
};

/** Everything the design stands on, by group: what was said, what is assumed, and what follows. */
export function Facts() {
  const facts = usePage((page) => page.facts);
  const [origin, setOrigin] = useState<Origin | null>(null);
  const shown = origin === null ? facts : facts.filter((fact) => fact.origin === origin);

  if (facts.length === 0) return <p className="p-8 text-sm text-soft">Nothing is known yet. Say what you want to build, and the facts will stand here.</p>;
  return (
    <div className="scroll-gently relative h-full overflow-y-auto overscroll-contain">
      <div className="mx-auto max-w-3xl px-5 pt-6 pb-16 sm:px-8">
        <h2 className="font-serif text-2xl font-semibold tracking-tight">Facts</h2>
        <div role="group" aria-label="Show facts by origin" className="mt-4 flex flex-wrap gap-1.5">
          <Filter name="all" count={facts.length} pressed={origin === null} onPress={() => setOrigin(null)} />
          {ORIGINS.map((name) => {
            const count = facts.filter((fact) => fact.origin === name).length;
            return count > 0 && <Filter key={name} name={name} count={count} pressed={origin === name} onPress={() => setOrigin(origin === name ? null : name)} />;
          })}
        </div>
        {origin !== null && <p className="mt-3 text-xs text-soft">{MEANING[origin]}</p>}
        {byGroup(shown).map(([group, members]) => (
          <section key={group} aria-label={group} className="mt-5">
            <h3 className="mb-1.5 text-xs font-semibold text-soft first-letter:uppercase">{group}</h3>
            <ul className="rounded-xl border border-rule bg-sheet px-4">
              {members.map((fact) => (
                <FactRow key={fact.fact} fact={fact} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

interface FilterProps {
  name: string;
  count: number;
  pressed: boolean;
  onPress: () => void;
}

function Filter({ name, count, pressed, onPress }: FilterProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={cx(
        "min-h-8 rounded-full border px-3 text-xs tabular-nums transition-colors",
        pressed ? "border-blue bg-blue-wash font-medium text-blue" : "border-rule bg-sheet text-soft hover:border-edge hover:text-ink",
      )}
    >
      {name} {count}
    </button>
  );
}

function byGroup(facts: readonly FactView[]): [string, FactView[]][] {
  const groups = new Map<string, FactView[]>();
  for (const fact of facts) groups.set(fact.group, [...(groups.get(fact.group) ?? []), fact]);
  return [...groups];
}
