/** Lists of `vocabulary/`, in one language, put in by the build. */
declare module "vocabulary:*" {
  const words: import("./texts").Words;
  export default words;
}
