/** What the build makes of the language packs (build/packs.mjs). */
declare module "packs:list" {
  const languages: readonly import("./language").Language[];
  export default languages;
}

declare module "*.svg" {
  const text: string;
  export default text;
}
