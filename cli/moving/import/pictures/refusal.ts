/** The reason why a picture stays where it is, as the end of a sentence: `it …`. */
export class Refusal extends Error {}
