import type { ReactNode } from "react";

import { dismiss, send, usePage } from "./store";
import { Button } from "./ui/button";
import { cx } from "./ui/class-names";
import { Close } from "./ui/icons";

/** What could not be done, and news of the rules: lines under the header that go away by themselves or by hand. */
export function Notices() {
  const refused = usePage((page) => page.refused);
  const knowledge = usePage((page) => page.knowledge);
  const hasDesign = usePage((page) => page.design !== null);

  return (
    <div role="status" className="print:hidden">
      {refused !== null && (
        <Notice tone="problem" testid="refused" onDismiss={() => dismiss("refused")}>
          {refused}
        </Notice>
      )}
      {knowledge?.accepted === true && (
        <Notice tone="news" testid="knowledge-changed" onDismiss={() => dismiss("knowledge")}>
          The rules were edited. Designs from now on use revision <code className="font-mono text-xs">{knowledge.revision.slice(0, 12)}</code>.
          {hasDesign && (
            <button type="button" onClick={() => send({ type: "generate" })} className="ml-2 font-medium text-blue underline underline-offset-2">
              Design again
            </button>
          )}
        </Notice>
      )}
      {knowledge?.accepted === false && (
        <Notice tone="problem" testid="knowledge-changed" onDismiss={() => dismiss("knowledge")}>
          An edit of the rules was refused; the last good rules stay in force.
          <details className="mt-1">
            <summary className="w-fit underline underline-offset-2">{knowledge.findings.length === 1 ? "1 finding" : `${knowledge.findings.length} findings`}</summary>
            <ul className="mt-1 max-h-40 space-y-1 overflow-y-auto font-mono text-xs leading-relaxed">
              {knowledge.findings.map((finding) => (
                <li key={finding} className="break-words">
                  {finding}
                </li>
              ))}
            </ul>
          </details>
        </Notice>
      )}
    </div>
  );
}

interface NoticeProps {
  tone: "problem" | "news";
  testid: string;
  onDismiss: () => void;
  children: ReactNode;
}

function Notice({ tone, testid, onDismiss, children }: NoticeProps) {
  return (
    <div data-testid={testid} className={cx("arrive flex items-start gap-3 border-b border-rule px-5 py-2 text-sm leading-relaxed", tone === "problem" ? "bg-amber-wash" : "bg-blue-wash")}>
      <div className="min-w-0 flex-1">{children}</div>
      <Button look="quiet" aria-label="Dismiss" onClick={onDismiss} className="-my-1 -mr-2 px-2">
        <Close className="size-3.5" />
      </Button>
    </div>
  );
}
