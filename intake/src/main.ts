/** Where the page begins: her language, then help, then everything else as it arrives. */
import { App } from "./app";
import type { Link } from "./desk/link";
import { openDesk, takeLink } from "./desk/open";
import { choose, dress, load } from "./language";
import { checkFirst, loadRest, loadSeals } from "./later";
import { forgetWhenPutAway, hideWhenAway, watchQuiet } from "./leave";
import { help } from "./screens/help";
import { idleNotice } from "./screens/idle-notice";
import { get } from "./storage/database";
import { install } from "./worker/install";

async function begin(): Promise<void> {
  const link = takeLink();
  const chosen = await get<string>("settings", "language").catch(() => undefined);
  const language = choose([...(chosen ? [chosen] : []), ...navigator.languages]);
  dress(language);
  const words = load(language, "words");
  // Asked for at once: that the first words come a little later on a poor line saves the list of places a round trip.
  for (const later of [loadRest(), load(language, "tell")]) later.catch(() => undefined);
  const app = new App(language, await words, help);
  forgetWhenPutAway(app.putAway);
  hideWhenAway();
  watchQuiet(
    (shown) => idleNotice(app, shown),
    app.close,
    () => app.recording,
  );
  app.show(help);
  install(app.changed);
  await find(app, await link);
}

/** Finds the desk, and looks for it again when the line comes back. */
async function find(app: App, link: Link | null): Promise<void> {
  void loadRest().then(({ courier }) => {
    courier.watch(() => void app.showWaiting());
    courier.hurry();
  });
  if (!link) return app.found({ state: "no-link" });
  app.invitation = link.invitation;
  app.enrolled = (await get("worker", link.fingerprint).catch(() => undefined)) !== undefined;
  const look = (): Promise<void> => openDesk(link, app.language, (desk) => app.found(desk));
  addEventListener("online", () => {
    if (app.desk.state !== "open") void look();
    else void loadSeals().catch(() => undefined);
  });
  checkFirst(() => keepOwn(app));
  await look();
  if (app.desk.state !== "open") return;
  if (app.invitation) void app.showMore(({ community }) => community, help);
  const { keepLater, keepOthers } = await loadRest();
  await loadSeals();
  await keepLater(app.language);
  await keepOthers(link, (desk) => app.found({ state: "open", desk }));
}

const owned = new Map<string | null, Promise<boolean>>();

/** Checks and keeps the page's own files, those that seal among them; throws unless they are what the desk signed. */
async function keepOwn(app: App): Promise<void> {
  if (app.desk.state !== "open") return;
  const { desk } = app.desk;
  const kept = owned.get(desk.page) ?? loadRest().then(({ keepPage }) => keepPage(desk, app.language));
  owned.set(desk.page, kept);
  kept.catch(() => owned.delete(desk.page));
  if (await kept) return;
  app.changed();
  throw new TypeError("changed");
}

void begin();
