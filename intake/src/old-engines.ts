/** What libraries ask for that the oldest engine which the page is made for, Chromium 90, has not. */

// It came with Chromium 93.
Object.hasOwn ??= (value, name) => Object.hasOwn(value, name);

export {};

declare global {
  interface ObjectConstructor {
    hasOwn(value: object, name: PropertyKey): boolean;
  }
}
