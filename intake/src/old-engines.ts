/** What libraries ask for that the oldest engine which the page is made for, Chromium 90, has not. */

const has = Object.prototype.hasOwnProperty;

// It came with Chromium 93.
Object.hasOwn ??= (value, name) => has.call(value, name);

export {};

declare global {
  interface ObjectConstructor {
    hasOwn(value: object, name: PropertyKey): boolean;
  }
}
