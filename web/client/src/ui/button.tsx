import type { ComponentProps } from "react";

import { cx } from "./class-names";

type Look = "primary" | "secondary" | "quiet";

const LOOKS: Record<Look, string> = {
  primary: "bg-blue text-on-blue font-medium hover:brightness-110 active:brightness-95",
  secondary: "border border-edge/60 bg-sheet hover:border-blue hover:text-blue",
  quiet: "text-soft hover:bg-well hover:text-ink",
};
const BASE = "inline-flex min-h-9 items-center justify-center gap-1.5 rounded-lg px-3 py-1.5 text-sm transition-colors disabled:opacity-50";

interface ButtonProps extends ComponentProps<"button"> {
  look?: Look;
}

export function Button({ look = "secondary", className, ...rest }: ButtonProps) {
  return <button type="button" className={cx(BASE, LOOKS[look], className)} {...rest} />;
}

interface ButtonLinkProps extends ComponentProps<"a"> {
  look?: Look;
}

export function ButtonLink({ look = "secondary", className, ...rest }: ButtonLinkProps) {
  return <a className={cx(BASE, LOOKS[look], className)} {...rest} />;
}
