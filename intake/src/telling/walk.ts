/**
 * The way through a form: which questions, groups and choices are shown, given what was told, and in which order.
 * A repeat is one stop, from which one goes into its instances and comes back.
 */
import type { Choice, Form, Group, Question } from "../desk/bundle";
import { holds, type Known, type Value, worth } from "./expressions";
import { keyOf, readKey, type Told } from "./told";

export type Item = Question | Group;

/** Where something stands in the form: the groups around it from the outermost, the repeat among them. */
interface Place {
  readonly item: Item;
  readonly groups: readonly Group[];
  readonly repeat: Group | null;
}

export const isGroup = (item: Item): item is Group => item.kind === "group" || item.kind === "repeat";

/** A form together with what was told, as both stand now. */
export class Walk {
  private readonly places = new Map<string, Place>();
  /** Names that are being looked at: a form that goes in circles is answered by nothing. */
  private readonly looking = new Set<string>();

  constructor(
    readonly form: Form,
    readonly told: Told,
  ) {
    const put = (item: Item, groups: readonly Group[]): void => {
      this.places.set(item.name, { item, groups, repeat: groups.find(({ kind }) => kind === "repeat") ?? null });
      if (isGroup(item)) for (const inner of item.questions) put(inner, [...groups, item]);
    };
    for (const item of form.questions) put(item, []);
  }

  /** What stands under a key, and the groups around it; undefined for a name that the form does not have. */
  at(key: string): Place | undefined {
    return this.places.get(readKey(key)[0]);
  }

  /** Whether what has this key is shown: its own expression holds, and that of each group around it. */
  shown(key: string): boolean {
    const place = this.at(key);
    if (!place || this.looking.has(key)) return false;
    this.looking.add(key);
    const known = this.known(readKey(key)[1]);
    const all = [...place.groups, place.item].every((item) => holds(item.shown, known));
    this.looking.delete(key);
    return all;
  }

  /** The choices of a question that are shown, or those that are not. */
  choices(key: string, shown = true): readonly Choice[] {
    const item = this.at(key)?.item;
    const all = (item && !isGroup(item) && item.list && this.form.lists[item.list]) || [];
    const known = this.known(readKey(key)[1]);
    return all.filter((choice) => holds(choice.shown, known) === shown);
  }

  /** Keys of what is asked now, in order: of the whole form, where a repeat is one, or of one instance of a repeat. */
  stops(repeat: Group | null = null, instance: number | null = null): readonly string[] {
    return this.order(repeat, instance).filter((key) => this.shown(key));
  }

  private order(repeat: Group | null, instance: number | null): readonly string[] {
    const keys = (item: Item): readonly string[] =>
      item.kind === "group" ? item.questions.flatMap(keys) : [keyOf(item.name, instance)];
    return (repeat ?? this.form).questions.flatMap(keys);
  }

  /** What is asked after (`way` 1) or before (-1) `key`; null at either end. An instance leads back to its repeat. */
  beside(key: string, way: 1 | -1): string | null {
    const instance = readKey(key)[1];
    const repeat = (instance !== null && this.at(key)?.repeat) || null;
    const all = this.order(repeat, instance);
    for (let at = all.indexOf(key) + way; at >= 0 && at < all.length; at += way) {
      const next = all[at] as string;
      if (this.shown(next)) return next;
    }
    return repeat?.name ?? null;
  }

  /** Whether the check of a question holds; what was not answered, refused or is not known is not checked. */
  checked(key: string): boolean {
    const item = this.at(key)?.item;
    if (!item || isGroup(item) || !item.check) return true;
    const self = this.worth(item, key);
    const empty = self === "" || (Array.isArray(self) && self.length === 0);
    return empty || holds(item.check.that, { ...this.known(readKey(key)[1]), self });
  }

  private worth(item: Item, key: string | null): Value {
    if (isGroup(item)) return "";
    const codes = item.list === null ? [] : (this.form.lists[item.list] ?? []).map(({ code }) => code);
    return worth(item.kind, codes, key !== null && this.shown(key) ? this.told.answers.get(key) : undefined);
  }

  private known(instance: number | null): Known {
    return {
      answer: (question) => {
        const place = this.places.get(question);
        if (!place) return "";
        // From outside a repeat nothing in it can be asked.
        const key = place.repeat && instance === null ? null : keyOf(question, place.repeat && instance);
        return this.worth(place.item, key);
      },
      count: (repeat) => (this.shown(repeat) ? this.told.instances(repeat).length : 0),
    };
  }
}
