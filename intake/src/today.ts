/** The phone's day. */
export const today = (): string => new Date().toISOString().slice(0, 10);
