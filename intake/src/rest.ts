/**
 * All that help can be shown without, and telling and sealing cannot. One bundle, fetched after the first screen is
 * there; each file more costs a phone on a poor line more than its bytes. It is therefore built on all of the first
 * bundle, so that none of that is split off into a third.
 */
import "./main";
import "./old-engines";
import { keepOthers } from "./desk/others";
import { keepLater } from "./desk/own-files";
import { refresh } from "./desk/refresh";
import { arrive } from "./later";
import { before } from "./screens/before";
import { courier } from "./sending/courier";

export const offers = { refresh, keepLater, keepOthers, before, courier };
arrive("rest", offers);
