/** One check of the house. */
export type Check = {
  /** What a person reads in the list, in a few words. */
  name: string;
  /** What is wrong in the project at `root`, one line each; nothing when all is well. */
  run: (root: string) => Promise<string[]>;
};
