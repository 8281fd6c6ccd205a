/**
 * Every sentence of the page. A language that lacks one does not compile.
 * Short words, no blame, no pressing, readable at ten years of age.
 */

/** A code of `vocabulary/` and what the phone calls it. */
export type Named = readonly [code: string, label: string];
/** A kind of care: its code, what it is, and how soon it does most. */
export type Window = readonly [code: string, label: string, when: string];

export interface Words {
  readonly purposes: readonly Named[];
  readonly services: readonly Named[];
  readonly windows: readonly Window[];
}

export interface Texts extends Words {
  /** The locale in which days are written. */
  readonly locale: string;
  readonly exit: string;
  readonly back: string;
  readonly onward: string;
  readonly stopHere: string;
  readonly change: string;
  readonly yes: string;
  readonly no: string;
  readonly home: string;
  readonly tryAgain: string;
  readonly help: {
    readonly title: string;
    readonly lead: string;
    readonly soonTitle: string;
    readonly soonLead: string;
    readonly never: string;
    readonly whereTitle: string;
    readonly loading: string;
    readonly noneYet: string;
    readonly noLink: string;
    readonly badCard: string;
    readonly place: string;
    readonly open: string;
    readonly phone: string;
    readonly free: string;
    readonly paid: string;
    readonly women: string;
    readonly speaks: string;
    readonly offers: string;
    readonly checked: (day: string) => string;
    readonly tell: string;
    readonly tellLead: string;
    readonly comeBack: string;
  };
  readonly before: {
    readonly title: string;
    readonly points: (desk: string) => readonly string[];
    readonly begin: string;
  };
  readonly question: {
    readonly refused: string;
    readonly unknown: string;
    readonly either: string;
    readonly ownWay: string;
    readonly optional: string;
    readonly clear: string;
  };
  readonly voice: {
    readonly record: string;
    readonly stop: string;
    readonly recording: (time: string) => string;
    readonly listen: (number: number) => string;
    readonly remove: string;
    readonly denied: string;
    readonly unable: string;
    readonly full: string;
    readonly recorded: (count: number) => string;
  };
  readonly consents: { readonly title: string; readonly lead: string; readonly rest: string };
  readonly review: {
    readonly title: string;
    readonly lead: (desk: string) => string;
    readonly nothing: string;
    readonly agreed: string;
    readonly agreedNone: string;
    readonly receiptTitle: string;
    readonly receiptYes: string;
    readonly receiptNo: string;
    readonly send: string;
    readonly discard: string;
    readonly discardSure: string;
  };
  readonly sent: {
    readonly sealing: string;
    readonly sealed: (desk: string) => string;
    readonly failed: string;
    readonly receiptTitle: string;
    readonly receiptLead: string;
    readonly receiptAlone: string;
    readonly noReceipt: string;
    readonly done: string;
    readonly careful: string;
  };
  readonly sending: {
    readonly arrived: string;
    readonly going: (percent: number) => string;
    readonly offline: string;
    readonly waits: string;
    readonly token: string;
    readonly full: string;
    readonly refused: string;
    readonly tooLarge: string;
    readonly unkept: string;
  };
  readonly waiting: {
    readonly link: (count: number) => string;
    readonly title: string;
    readonly lead: string;
    readonly none: string;
    readonly item: (number: number) => string;
    readonly sendNow: string;
    readonly discard: string;
    readonly discardSure: string;
  };
  readonly comeBack: {
    readonly title: string;
    readonly lead: string;
    readonly label: string;
    readonly open: string;
    readonly working: string;
    readonly digits: string;
    readonly offline: string;
    readonly failed: string;
  };
  readonly mailbox: {
    readonly title: string;
    readonly none: string;
    readonly reply: (day: string) => string;
    readonly unreadable: string;
    readonly writeTitle: string;
    readonly writeLabel: string;
    readonly writeSend: string;
    readonly backTitle: string;
    readonly backLead: string;
    readonly backSend: string;
    readonly backAll: string;
    readonly backAllSure: string;
    readonly onItsWay: string;
    readonly close: string;
  };
  readonly idle: { readonly still: string; readonly here: string };
  readonly changed: { readonly title: string; readonly lead: string };
}
