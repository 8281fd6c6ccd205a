/**
 * What checks the desk's card, and all that questions need; not what seals. One bundle, fetched after the first screen
 * is there; each file more costs a phone on a poor line more than its bytes. It is therefore built on all of the first
 * bundle, so that none of that is split off into a third.
 */
import "./main";
import "./old-engines";
import { keepOthers } from "./desk/others";
import { keepLater, keepPage } from "./desk/own-files";
import { refresh } from "./desk/refresh";
import { arrive, loadUnchecked } from "./later";
import { before } from "./screens/before";
import { orElse } from "./sealing/native";
import { courier } from "./sending/courier";

export const offers = { refresh, keepPage, keepLater, keepOthers, before, courier };
orElse(async () => (await loadUnchecked()).verify);
arrive("rest", offers);
