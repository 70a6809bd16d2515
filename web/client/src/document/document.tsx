import { Popover } from "radix-ui";
import { useEffect, useRef, useState } from "react";

import { usePage } from "../store";
import { ButtonLink } from "../ui/button";
import { Chevron, Download } from "../ui/icons";
import { Changes } from "./changes";
import { Contents } from "./contents";
import { contents, type Entry } from "./outline";
import { SectionView } from "./section";
import { useCurrentSection } from "./use-current-section";

/** The design, section by section as it arrives, with its table of contents and the downloads. */
export function DesignDocument() {
  const design = usePage((page) => page.design);
  const scroller = useRef<HTMLDivElement>(null);
  const sections = design?.sections ?? NONE;
  const current = useCurrentSection(scroller, sections);
  useAnchorOnce(design?.done === true);
  const entries = contents(design);

  return (
    <div ref={scroller} className="scroll-gently @container relative h-full overflow-y-auto overscroll-contain print:h-auto print:overflow-visible">
      <div className="mx-auto grid max-w-[80rem] @3xl:grid-cols-[13rem_minmax(0,1fr)]">
        <nav aria-label="Contents of the design" className="sticky top-0 hidden max-h-[calc(100dvh-6.5rem)] self-start overflow-y-auto py-8 pl-5 @3xl:block print:hidden">
          <h2 className="mb-2 px-2 text-xs font-medium text-soft">Contents</h2>
          <Contents entries={entries} current={current} />
        </nav>
        <div className="min-w-0">
          {design && <ContentsBar entries={entries} current={current} />}
          <article className="mx-auto max-w-[60rem] px-5 pt-8 pb-24 sm:px-8" aria-label="Design document">
            {design ? <Heading /> : <Blank entries={entries} />}
            {design?.failed != null && <Failed message={design.failed} />}
            {design && <Changes design={design} />}
            {sections.map((section) => (
              <SectionView key={section.number} section={section} />
            ))}
            {design && !design.done && design.failed === null && <p className="breathe pt-6 text-sm text-soft">Writing…</p>}
          </article>
        </div>
      </div>
      <p role="status" className="sr-only">
        {design && (design.done ? "The design is ready." : (design.failed ?? "The design is being written."))}
      </p>
    </div>
  );
}

const NONE: readonly never[] = [];

function Heading() {
  const design = usePage((page) => page.design);
  const session = usePage((page) => page.session);
  if (!design) return null;
  return (
    <header className="mb-8">
      <h1 className="font-serif text-[2.1rem] leading-[1.15] font-semibold tracking-tight text-balance">{design.title}</h1>
      <div className="mt-5 flex flex-wrap items-center gap-2 print:hidden">
        <Downloads session={session} ready={design.done} />
        <p className="ml-1 text-xs text-soft tabular-nums">
          {design.done ? `${design.sections.length} sections in ${duration(design.milliseconds)}` : `${design.arrived.length} of 11 sections`}
        </p>
      </div>
    </header>
  );
}

function Failed({ message }: { message: string }) {
  return (
    <aside aria-label="The design could not be finished" data-testid="design-failed" className="arrive mb-8 rounded-r-xl border-l-3 border-amber bg-amber-wash px-4 py-3 text-sm leading-relaxed">
      <p className="font-medium break-words">{message}</p>
      <p className="mt-1 text-soft">All that could be written stands below. Change a fact, or have the rules mended, and design again.</p>
    </aside>
  );
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function Downloads({ session, ready }: { session: string | null; ready: boolean }) {
  const base = `/api/sessions/${encodeURIComponent(session ?? "")}`;
  const files = [
    { name: "Markdown", testid: "download-markdown", href: `${base}/design.md` },
    { name: "Decision trace", testid: "download-trace", href: `${base}/trace.json` },
    { name: "Files that run", testid: "download-files", href: `${base}/design.zip` },
  ];
  return files.map(({ name, testid, href }) => (
    <ButtonLink
      key={testid}
      data-testid={testid}
      download
      {...(ready && session !== null ? { href } : { role: "link", "aria-disabled": true, className: "pointer-events-none opacity-60" })}
    >
      <Download />
      {name}
    </ButtonLink>
  ));
}

/** Where there is no room for a column of contents: a bar that opens them. */
function ContentsBar({ entries, current }: { entries: readonly Entry[]; current: number | null }) {
  const [open, setOpen] = useState(false);
  const entry = entries.find(({ number }) => number === current);
  const changed = entries.filter(({ state }) => state === "changed").length;
  return (
    <nav aria-label="Contents of the design" className="sticky top-0 z-10 border-b border-rule bg-paper/95 px-3 backdrop-blur @3xl:hidden print:hidden">
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger className="flex min-h-10 w-full items-center gap-2 rounded-md px-2 text-left text-[0.8125rem] text-soft sm:px-5">
          <Chevron className={`size-3.5 transition-transform ${open ? "rotate-90" : ""}`} />
          <span className="truncate">{entry ? `${entry.number}. ${entry.title}` : "Contents"}</span>
          {changed > 0 && <span className="ml-auto shrink-0 text-xs text-blue">{changed} changed</span>}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content align="start" sideOffset={4} className="z-30 max-h-[70dvh] w-[min(22rem,calc(100vw-1.5rem))] overflow-y-auto rounded-xl border border-rule bg-sheet p-2 shadow-lg">
            <Contents entries={entries} current={current} onFollow={() => setOpen(false)} />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </nav>
  );
}

function Blank({ entries }: { entries: readonly Entry[] }) {
  return (
    <div className="py-6">
      <h1 className="font-serif text-2xl font-semibold tracking-tight">The design will stand here</h1>
      <p className="mt-3 max-w-prose text-sm leading-relaxed text-soft">
        Answer what you know, skip what you don’t, or let it design at once: whatever is missing is assumed, and shown as assumed.
      </p>
      <ol className="mt-8 @3xl:hidden">
        {entries.map(({ number, title }) => (
          <li key={number} className="flex gap-4 border-t border-rule py-2.5 text-sm text-soft">
            <span className="w-5 text-right tabular-nums">{number}</span>
            {title}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** An address with an anchor was opened before there was anything to jump to: jump once the design is there. */
function useAnchorOnce(ready: boolean): void {
  const anchored = useRef(false);
  useEffect(() => {
    if (!ready || anchored.current) return;
    anchored.current = true;
    const anchor = decodeURIComponent(location.hash.slice(1));
    if (anchor) document.getElementById(anchor)?.scrollIntoView({ behavior: "instant" });
  }, [ready]);
}
