import { Tabs } from "radix-ui";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";

import { Chat } from "./chat/chat";
import { Decisions } from "./decisions/decisions";
import { DesignDocument } from "./document/document";
import { Facts } from "./facts/facts";
import type { View } from "./navigation";
import { Scale } from "./scale/scale";
import { usePage } from "./store";
import { ChatIcon, FactsIcon, ForkIcon, LanesIcon, PlanIcon } from "./ui/icons";
import { useMedia, WIDE } from "./ui/use-media";

interface Tab {
  view: View;
  name: string;
  /** On a phone, where five names share the width. */
  short?: string;
  Icon: ComponentType<{ className?: string }>;
}

const TABS: readonly Tab[] = [
  { view: "chat", name: "Chat", Icon: ChatIcon },
  { view: "design", name: "Design", Icon: PlanIcon },
  { view: "facts", name: "Facts", Icon: FactsIcon },
  { view: "decisions", name: "Decisions", Icon: ForkIcon },
  { view: "scale", name: "When it would change", short: "Scale", Icon: LanesIcon },
];

/** Chat on the left and the design on the right; on a phone one of the five at a time, with the tabs at the bottom. */
export function Workspace() {
  const wide = useMedia(WIDE);
  const [view, setView] = useState<View>("chat");
  const shown = wide && view === "chat" ? "design" : view;
  useAnchorsLeadToTheDesign(setView);

  const show = (next: View) => {
    setView(next);
    if (!wide) requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-view=${next}]`)?.focus({ preventScroll: true }));
  };

  return (
    <Tabs.Root
      asChild
      value={shown}
      onValueChange={(value) => setView(value as View)}
      className="grid h-full grid-rows-[minmax(0,1fr)_auto] lg:grid-cols-[minmax(22rem,2fr)_minmax(0,3fr)] lg:grid-rows-[auto_minmax(0,1fr)] print:block print:h-auto"
    >
      <main>
        <Tabs.Content
          value="chat"
          forceMount
          tabIndex={-1}
          hidden={!wide && shown !== "chat"}
          {...(wide && { role: "region", "aria-label": "Chat", "aria-labelledby": undefined })}
          className="min-h-0 min-w-0 outline-none max-lg:row-start-1 lg:row-span-2 lg:border-r lg:border-rule print:hidden"
        >
          <Chat onShow={show} alone={!wide} />
        </Tabs.Content>
        <div className="min-h-0 min-w-0 max-lg:row-start-1 lg:col-start-2 lg:row-start-2" hidden={shown === "chat"}>
          <Panel view="design" shown={shown}>
            <DesignDocument />
          </Panel>
          <Panel view="facts" shown={shown}>
            <Facts />
          </Panel>
          <Panel view="decisions" shown={shown}>
            <Decisions />
          </Panel>
          <Panel view="scale" shown={shown}>
            <Scale />
          </Panel>
        </div>
        <TabBar tabs={wide ? TABS.slice(1) : TABS} shown={shown} />
      </main>
    </Tabs.Root>
  );
}

/** All panels stay mounted: each keeps its place while another is looked at. */
function Panel({ view, shown, children }: { view: View; shown: View; children: ReactNode }) {
  return (
    <Tabs.Content value={view} data-view={view} forceMount hidden={view !== shown} tabIndex={-1} className="h-full outline-none print:h-auto">
      {children}
    </Tabs.Content>
  );
}

interface TabBarProps {
  tabs: readonly Tab[];
  shown: View;
}

function TabBar({ tabs, shown }: TabBarProps) {
  const isNews = useUnreadDesign(shown);
  const facts = usePage((page) => page.facts.length);
  const decisions = usePage((page) => page.decisions.length);
  const counts: Partial<Record<View, number>> = { facts, decisions };
  return (
    <Tabs.List
      aria-label="Views"
      className="flex max-lg:row-start-2 max-lg:border-t max-lg:border-rule max-lg:pb-[env(safe-area-inset-bottom)] lg:col-start-2 lg:row-start-1 lg:gap-1 lg:border-b lg:border-rule lg:px-4 print:hidden"
    >
      {tabs.map(({ view, name, short, Icon }) => (
        <Tabs.Trigger
          key={view}
          value={view}
          data-testid={`tab-${view}`}
          className="group flex items-center justify-center gap-1.5 text-soft -outline-offset-2 data-[state=active]:text-blue max-lg:min-h-14 max-lg:flex-1 max-lg:flex-col max-lg:gap-0.5 max-lg:text-[0.6875rem] lg:-mb-px lg:border-b-2 lg:border-transparent lg:px-3 lg:py-2.5 lg:text-sm lg:hover:text-ink lg:data-[state=active]:border-blue lg:data-[state=active]:text-ink"
        >
          <Icon className="size-5 lg:hidden" />
          <span className="group-data-[state=active]:font-medium">
            {short ? (
              <>
                <span className="sm:hidden">{short}</span>
                <span className="max-sm:hidden">{name}</span>
              </>
            ) : (
              name
            )}
            {(counts[view] ?? 0) > 0 && <span className="ml-1.5 text-xs font-normal text-soft tabular-nums max-lg:hidden">{counts[view]}</span>}
            {view === "design" && isNews && (
              <span data-testid="unread" className="ml-1 inline-block size-1.5 rounded-full bg-blue align-middle">
                <span className="sr-only">has news</span>
              </span>
            )}
          </span>
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  );
}

/** Has a design come in that was not looked at yet? */
function useUnreadDesign(shown: View): boolean {
  const newest = usePage((page) => page.design?.id ?? null);
  const [read, setRead] = useState<string | null>(null);
  if (shown === "design" && newest !== read) setRead(newest);
  return newest !== null && newest !== read;
}

/** A link to a heading, followed from anywhere, shows the design first: a hidden panel cannot be scrolled to. */
function useAnchorsLeadToTheDesign(show: (view: View) => void): void {
  useEffect(() => {
    const follow = () => {
      const anchor = decodeURIComponent(location.hash.slice(1));
      if (!anchor) return;
      show("design");
      requestAnimationFrame(() => document.getElementById(anchor)?.scrollIntoView());
    };
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [show]);
}
