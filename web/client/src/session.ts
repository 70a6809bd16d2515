/** Which session this tab follows: the one in its address, else the last one; `?session=new` begins another, and this one stays at its address. */
const KEY = "groundplan.session";
const PARAMETER = "session";
const FRESH = "new";

export const FRESH_SESSION = `?${PARAMETER}=${FRESH}`;

export function rememberedSession(): string | null {
  const asked = new URLSearchParams(location.search).get(PARAMETER);
  if (asked === FRESH) return null;
  return asked ?? stored();
}

/** The address bears the session, so that it can be copied, bookmarked and opened in a second tab. */
export function rememberSession(session: string): void {
  try {
    localStorage.setItem(KEY, session);
  } catch {
    // Private windows may refuse storage; the address still holds the session.
  }
  const address = new URL(location.href);
  if (address.searchParams.get(PARAMETER) === session) return;
  address.searchParams.set(PARAMETER, session);
  history.replaceState(history.state, "", address);
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
