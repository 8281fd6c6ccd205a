/**
 * Listening to someone: the vault is locked, and of all that was in it the key alone stays, with what is being told,
 * until that is sealed (spec/worker.md, Vault). So the phone may be handed over.
 */
import type { App } from "../app";
import type { Form } from "../desk/bundle";
import { beginTelling } from "../screens/before";
import { help } from "../screens/help";
import { signInside } from "../sealing/signing";
import type { Keys } from "./vault";

/** Begins an account by `form`, to be signed. */
export function listen(app: App, form: Form, { mailbox: { seed } }: Keys): void {
  beginTelling(app, form.id, help);
  app.told.sign = (inside) => signInside(inside, seed);
}
