import { FRESH_SESSION } from "./session";
import { usePage } from "./store";
import { ButtonLink } from "./ui/button";
import { cx } from "./ui/class-names";
import { Logo } from "./ui/logo";

export function Header({ started }: { started: boolean }) {
  const title = usePage((page) => page.title);
  const Name = started ? "h1" : "p";
  return (
    <header className="flex min-h-13 items-center gap-3 border-b border-rule px-4 sm:px-5 print:hidden">
      <Logo className="size-6" />
      <Name className="font-serif text-lg font-semibold tracking-tight">Groundplan</Name>
      {started && title && <p className="hidden min-w-0 truncate border-l border-rule pl-3 text-sm text-soft sm:block">{title}</p>}
      <div className="ml-auto flex items-center gap-2">
        <ConnectionState />
        {started && (
          <ButtonLink look="quiet" href={FRESH_SESSION} data-testid="new-design">
            New design
          </ButtonLink>
        )}
      </div>
    </header>
  );
}

/** Quiet while all is well. */
function ConnectionState() {
  const status = usePage((page) => page.connection);
  const words = { connecting: "connecting", open: "connected", reconnecting: "reconnecting" }[status];
  return (
    <p data-testid="connection" data-state={status} role="status" className="flex items-center gap-1.5 text-xs whitespace-nowrap text-soft">
      <span aria-hidden="true" className={cx("size-1.5 rounded-full", status === "open" ? "bg-green" : "breathe bg-amber")} />
      <span className={cx(status === "open" && "sr-only")}>{words}</span>
    </p>
  );
}
