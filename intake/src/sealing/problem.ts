/** What went wrong, by its code in vocabulary/errors.yaml; never anything that was told. */
export class Problem extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}
