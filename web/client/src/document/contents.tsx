import { cx } from "../ui/class-names";
import { Check } from "../ui/icons";
import { type Entry, sectionAnchor, type SectionState } from "./outline";

interface ContentsProps {
  entries: readonly Entry[];
  current: number | null;
  onFollow?: () => void;
}

export function Contents({ entries, current, onFollow }: ContentsProps) {
  return (
    <ol className="space-y-px text-[0.8125rem]">
      {entries.map((entry) => (
        <li key={entry.number} data-state={entry.state} data-testid="contents-entry">
          {entry.shown ? (
            <a
              href={`#${sectionAnchor(entry.number)}`}
              onClick={onFollow}
              aria-current={entry.number === current ? "location" : undefined}
              className={cx(ROW, "hover:bg-well hover:text-ink", entry.number === current ? "bg-well font-medium text-ink" : "text-soft")}
            >
              <Label entry={entry} />
            </a>
          ) : (
            <span className={cx(ROW, "text-soft")}>
              <Label entry={entry} />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

const ROW = "flex items-start gap-2 rounded-md px-2 py-1.5 leading-snug";

function Label({ entry }: { entry: Entry }) {
  return (
    <>
      <Mark state={entry.state} />
      <span>{entry.title}</span>
      <span className="sr-only">({WORDS[entry.state]})</span>
    </>
  );
}

const WORDS: Record<SectionState, string> = { waiting: "waiting", writing: "being written", ready: "ready", changed: "changed" };

function Mark({ state }: { state: SectionState }) {
  if (state === "ready") return <Check className="mt-0.5 size-3.5 text-green" />;
  const looks = { waiting: "border border-edge", writing: "breathe bg-edge", changed: "bg-blue" };
  return (
    <span aria-hidden="true" className="mt-0.5 grid size-3.5 shrink-0 place-items-center">
      <span className={cx("size-2 rounded-full", looks[state])} />
    </span>
  );
}
